// What the judge of an opening asks about.
#pragma once

#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/forms.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dataflow::database_::detail {

inline void write_vectors(sql::writer& w, const sql::statement&) { w << "SELECT " << sql::vectors_are_there; }

/// Whether the database has pgvector; asked where a model wants an index of its.
[[nodiscard]] inline bool has_vectors(context& c, std::span<const described> models) {
    bool wanted = false;
    for (const auto& m : models) wanted = wanted || !m.table->similar.empty();
    if (!wanted || c.dialect_data().vectors != sql::vector_form::arrays) return false;
    return ask<bool>(c, &write_vectors);
}

/// Whether what is stored of a type is text, or has texts in it.
[[nodiscard]] inline bool holds_text(const type_info& type) noexcept {
    const auto stored = stored_type(type).stored;
    return stored == storage::text || is_array(stored);
}

[[nodiscard]] inline std::string words_for_default(storage stored) {
    return "has a default whose form is not the library's: " + std::string{facts_of(stored).now} +
           " gives that";
}

/// The columns that have no form of their own.
[[nodiscard]] inline std::vector<std::uint16_t> columns_without(const sql::forms* forms,
                                                                const schema::table& t) {
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < t.columns.size(); ++i)
        if (forms == nullptr || forms->find(t.name, t.columns[i].name) == nullptr)
            out.push_back(static_cast<std::uint16_t>(i));
    return out;
}

} // namespace dataflow::database_::detail
