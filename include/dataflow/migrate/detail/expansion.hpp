// A column of PostgreSQL's that gets another type while others read and write: another column is made next to
// it, a trigger keeps that in step, the older rows are written in batches, and in one moment it takes the
// place of the old one.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/migrate/postgres_types.hpp>
#include <dataflow/migrate/step.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// What it is made of. Of the constraints, only those over the column.
struct expansion {
    const catalog::table* table = nullptr; ///< as it is, for its key, its rows, and its size
    std::string path{};                    ///< in quotes
    std::string called{};                  ///< for people
    std::string_view schema{};
    catalog::column from{}, to{}; ///< of one name; `to` has the default that it will have
    type_way way{};               ///< over the column's name in quotes
    int version = 0;
    std::int64_t batch = 0;
    std::vector<catalog::index> indexes{};
    std::vector<catalog::unique_constraint> unique{}; ///< whose indexes are not among those
    std::vector<catalog::foreign_key> foreign_keys{};
    std::vector<catalog::check> checks{};
    std::vector<held_lock>
        partners{}; ///< on the tables to which the foreign keys lead, when one of them goes

    /// The name of the column next to it, and of what is made for it.
    [[nodiscard]] static std::string beside(std::string_view name);
    [[nodiscard]] std::string fresh() const { return beside(from.name); }
};

struct expansion_steps {
    std::vector<step> before{}; ///< from the new column to the proof that it is in step
    step swap{};                ///< one moment; its `undo` is that of the way back
};

/// The steps of one direction. Steps that stand next to each other and have one `transaction` are one; the
/// numbers begin with `first`.
[[nodiscard]] expansion_steps steps_of(const expansion& e, int first);

/// A query whose rows are what stands on a column and what the steps would not make again: views, policies,
/// statistics, indexes with more than columns, an order, and a condition. `path` and `name` in quotes.
[[nodiscard]] std::string strangers_query(const std::string& path, std::string_view name);

/// The statements of a step of the kind `batches`. `key`: a column's name in quotes, `type` its type.
[[nodiscard]] std::vector<std::string> batch_texts(const std::string& path, const std::string& key,
                                                   std::string_view type, const std::string& set,
                                                   const std::string& where, std::int64_t size);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/expansion.ipp>
#endif
