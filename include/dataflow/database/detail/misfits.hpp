// What does not fit between the models and their tables, gathered, and told all at once.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// Something that does not fit, and what would mend it, where that is told.
struct misfit {
    std::string what;
    std::vector<std::string> mends{};
};

class misfits {
  public:
    using mends = std::vector<std::string>;
    /// `alone`: whether the tables are left alone by intent, so that nobody is told of `create_tables`.
    explicit misfits(bool alone = false) noexcept : alone_(alone) {}

    /// Something about the table's shape: "column size is missing".
    void add_shape(const schema::table& of, std::string what, mends with = {}) {
        of_table(of).shape.push_back({std::move(what), std::move(with)});
    }
    /// A check that does not allow all values of an enumeration, and may not be widened.
    void add_check(const schema::table& of, std::string what, mends with = {}) {
        of_table(of).checks.push_back({std::move(what), std::move(with)});
    }
    /// A sentence that says all.
    void add(const schema::table& of, std::string sentence, std::string_view constraint = {},
             mends with = {}) {
        of_table(of).sentences.push_back({std::move(sentence), std::move(with)});
        constraint_ = constraint;
    }
    /// That a migration would mend something; `text`: what it would run, where that is known.
    void add_migration(std::string text) {
        migrates_ = true;
        if (!text.empty()) migration_ += (migration_.empty() ? "" : "; ") + std::move(text);
    }
    [[nodiscard]] bool empty() const noexcept { return tables_.empty(); }
    [[nodiscard]] bool has(const schema::table& of) const noexcept {
        return !tables_.empty() && tables_.back().of == &of;
    }

    /// Throws a schema_mismatch that names everything: in one sentence where one says it, otherwise a line
    /// for each thing.
    [[noreturn]] void fail() const;

  private:
    struct of_one_table {
        const schema::table* of;
        std::vector<misfit> shape{};
        std::vector<misfit> checks{};
        std::vector<misfit> sentences{};
    };
    of_one_table& of_table(const schema::table& t) {
        for (auto& one : tables_)
            if (one.of == &t) return one;
        return tables_.emplace_back(of_one_table{&t});
    }

    std::vector<of_one_table> tables_{};
    std::string constraint_{};
    std::string migration_{};
    bool migrates_ = false;
    bool alone_;
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/misfits.ipp>
#endif
