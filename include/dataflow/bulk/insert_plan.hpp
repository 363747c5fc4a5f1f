// What a bulk create or upsert inserts, and how, as plain data.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// How keys are kept for a caller who asked for them, in a list whose type is not known here.
struct key_list {
    void (*resize)(void* list, std::size_t size);
    void* (*at)(void* list, std::size_t position); ///< the place of a key
    /// Puts the keys at these positions, which are all of them, one after another.
    void (*arrange)(void* list, std::span<const std::uint32_t> positions);
    const type_info* key;
};

/// That of a model's `bulk_result::ids`.
template <class M>
inline constexpr key_list keys_of_result{
    [](void* list, std::size_t size) { static_cast<std::vector<schema::key_type<M>>*>(list)->resize(size); },
    [](void* list, std::size_t position) -> void* {
        return &(*static_cast<std::vector<schema::key_type<M>>*>(list))[position];
    },
    [](void* list, std::span<const std::uint32_t> positions) {
        auto& keys = *static_cast<std::vector<schema::key_type<M>>*>(list);
        std::vector<schema::key_type<M>> out;
        out.reserve(positions.size());
        for (const auto p : positions) out.push_back(std::move(keys[p]));
        keys = std::move(out);
    },
    &schema::info_of<schema::key_type<M>>};

/// Whom to tell how far the rows are, or nobody.
struct progress_report {
    void (*call)(const void* self, const bulk_progress&) = nullptr;
    const void* self = nullptr;
};

/// What is inserted, and how.
struct insert_plan {
    const sql::statement* insert;
    constant_list<field_access> fields; ///< the model's
    conflict on_conflict;
    bulk_options how;
    constant_pointer<key_list> ids; ///< null: nobody asks for them
    void* id_list;
    std::span<const value> set_values{}; ///< of the assignments for records that are there
    progress_report report{};
    bool records = false; ///< the rows are records, with the managed columns in them
};

} // namespace dataflow::node_
