// What a database keeps for full-text searches: looked for, and made again where it is missing or another
// one.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/table.hpp>

namespace dataflow::database_ {

/// Whether all that searches in this table need is there, as this version of the library makes it.
[[nodiscard]] bool full_text_is_there(context& c, const schema::table& t, const catalog::table& found,
                                      const catalog::table* words);

/// Makes it, out of the rows that are there. Throws schema_mismatch where another table has its name, and
/// where SQLite was built without FTS5.
void make_full_text(context& c, const schema::table& t, const catalog::table* found,
                    const catalog::table* words);

template <class M>
inline constexpr full_text_keeper full_text_keeper_for{&full_text_is_there, &make_full_text};
/// What looks after the full-text index of a model; null where it has none.
template <class M>
[[nodiscard]] constexpr const full_text_keeper* keeper_of() noexcept {
    if constexpr (schema::table_of<M>.full_text.empty()) return nullptr;
    else {
        return &full_text_keeper_for<M>;
    }
}

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/full_text.ipp>
#endif
