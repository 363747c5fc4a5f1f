// What a statement is about to write: of a node by what it is, of one written by hand by what the database
// says.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/watch.hpp>
#include <dataflow/protection/rule.hpp>
#include <dataflow/sql/statement.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::protection_ {

/// What a statement that was written by hand would write; without a model.
struct attempt {
    std::string table{}; ///< empty: it is not known
    write_kind what{};
    std::string field{}; ///< a column that an update sets; empty: any
};
struct attempts {
    std::vector<attempt> all{};
    bool may_hide = false; ///< a function in it may write what is not among these
};
/// Throws where the statement is wrong.
[[nodiscard]] attempts attempts_of(const driver::pending& one);

/// A statement as rules see it, before it is known what it writes.
[[nodiscard]] attempted_write attempted_by(const driver::pending& one) noexcept;

/// "update records", for messages.
[[nodiscard]] std::string words_for(write_kind what);

/// Hands each write of a node's statement to a function, until that gives true; gives whether it did.
/// Allocates nothing: the names are the table's.
template <class Breaks>
bool any_write_of(const sql::statement& s, attempted_write one, const Breaks& breaks) {
    const auto is_broken = [&](write_kind what, std::string_view field = {}) {
        one.what = what;
        one.field = field;
        return breaks(std::as_const(one));
    };
    if (s.table == nullptr) return is_broken(write_kind::alter); // a migration
    const auto& t = *s.table;
    one.model = t.model;
    one.table = t.name;
    const auto update_is_broken = [&] {
        if (s.columns.empty()) return is_broken(write_kind::update);
        for (const auto c : s.columns)
            if (is_broken(write_kind::update, t.columns[c].name)) return true;
        return false;
    };
    switch (s.what) {
    case sql::verb::select: return is_broken(write_kind::any); // nothing that writes is one
    case sql::verb::insert:
        return is_broken(write_kind::create) ||
               ((s.upserts || s.assignments != nullptr) && update_is_broken());
    case sql::verb::update: return update_is_broken();
    case sql::verb::erase: return is_broken(write_kind::erase);
    }
    return false;
}

} // namespace dataflow::protection_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/protection/detail/attempts.ipp>
#endif
