// What does not fit between the models and their tables, gathered, and told all at once.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

class misfits {
  public:
    /// Something about the table's shape: "column size is missing".
    void add_shape(const schema::table& of, std::string what) {
        of_table(of).shape.push_back(std::move(what));
    }
    /// A check that does not allow all values of an enumeration, and may not be widened.
    void add_check(const schema::table& of, std::string what) {
        of_table(of).checks.push_back(std::move(what));
    }
    /// A sentence that says all.
    void add(const schema::table& of, std::string sentence, std::string_view constraint = {}) {
        of_table(of).sentences.push_back(std::move(sentence));
        constraint_ = constraint;
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
        std::vector<std::string> shape{};
        std::vector<std::string> checks{};
        std::vector<std::string> sentences{};
    };
    /// The tables come one after another.
    of_one_table& of_table(const schema::table& t) {
        if (tables_.empty() || tables_.back().of != &t) tables_.push_back({&t});
        return tables_.back();
    }

    std::vector<of_one_table> tables_{};
    std::string constraint_{};
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/misfits.ipp>
#endif
