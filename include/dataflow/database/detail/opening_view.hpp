// The descriptions that the opening of a database compares: of its models, and of what is there.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/node/context.hpp>

#include <span>

namespace dataflow::database_ {

/// The descriptions that an opening compares.
struct opening_view {
    catalog::live_description wanted;
    catalog::live_description found;
    catalog::live_description words; ///< SQLite: the tables of the words of full-text searches

    /// Reads what is there: one statement, and on SQLite a second one where a model has full-text searches.
    void look(context& c, std::span<const described> models);
    [[nodiscard]] const catalog::table* table_of(const described& m) const noexcept {
        return found.find_exactly(m.table->path());
    }
    [[nodiscard]] const catalog::table* words_of(const described& m) const;
};
/// Describes the models.
[[nodiscard]] opening_view view_of(dialect d, std::span<const described> models);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/opening_view.ipp>
#endif
