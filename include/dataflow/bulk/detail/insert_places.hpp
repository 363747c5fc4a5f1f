// Where the keys of inserted rows go, and how they are learnt.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/insert_keys.hpp>
#include <dataflow/bulk/insert_plan.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/write.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::node_::detail {

/// Where the keys of the rows of a statement go, in the order in which the rows are sent.
struct key_places {
    const insert_plan& plan;
    std::size_t start;                 ///< where the keys of the batch begin in the list
    std::span<const std::uint32_t> at; ///< the rows' positions in the batch; empty: their own order
    std::size_t count;
    std::size_t next = 0;

    [[nodiscard]] field_access key() const noexcept { return {0, plan.ids->key, "key"}; }
    [[nodiscard]] void* place(std::size_t row) const {
        return plan.ids->at(plan.id_list, start + (at.empty() ? row : at[row]));
    }
    [[nodiscard]] void* take() {
        if (next == count)
            fail(error_kind::database_error, *plan.insert, "the database gave more keys than there are rows");
        return place(next++);
    }
    /// Takes the keys that a statement returns; `field` is `key()`, and must live as long as the target.
    [[nodiscard]] driver::row_target target(const field_access& field) noexcept {
        return {[](void* self) { return static_cast<key_places*>(self)->take(); }, this,
                std::span{&field, 1}};
    }
};

/// SQLite gives the rows of one statement keys that follow each other: they are known from the last,
/// at a third of what RETURNING costs. False, with nothing done, where they do not follow: where
/// triggers write, or the keys have come to their end.
[[nodiscard]] inline bool counted_keys(context& c, std::uint64_t variant, const sql::bindings& bound,
                                       key_places& places) {
    const auto& s = *places.plan.insert;
    const auto count = static_cast<std::int64_t>(places.count);
    const context::scope guard{c, s};
    const auto outcome = c.run(s, variant, bound, nullptr);
    const auto first = outcome.last_key - count + 1;
    if (outcome.affected != count || outcome.beside != 0 || first <= 0 ||
        (count > 1 && !key_is_there(c, s, first)))
        return false;
    for (auto key = first; key <= outcome.last_key; ++key)
        if (!store_integer(*places.plan.ids->key, places.take(), key)) refuse_wide_key(s);
    guard.done();
    return true;
}

/// PostgreSQL: creates or updates, and counts both. `places`: null where nobody asks for the keys.
[[nodiscard]] inline bulk_counts run_replacing(context& c, const insert_plan& plan, std::uint64_t variant,
                                               const sql::bindings& bound, key_places* places) {
    bulk_counts done;
    if (places == nullptr) {
        const std::array fields{
            field_access{offsetof(bulk_counts, created), &schema::info_of<std::int64_t>, "created"},
            field_access{offsetof(bulk_counts, updated), &schema::info_of<std::int64_t>, "updated"}};
        one_row row{&done};
        auto target = row.target(fields);
        c.run(*plan.insert, variant, bound, &target);
        return done;
    }
    const auto key = places->key();
    key_reader rows{[&](returned_key& row) {
        ++(row.created ? done.created : done.updated);
        row.give(key, places->take());
    }};
    const std::array fields{returned_key::field(key), created_field};
    auto target = rows.target(fields);
    c.run(*plan.insert, variant, bound, &target);
    rows.finish();
    return done;
}

/// The keys of rows by the conflict target: of those that were inserted and of those that were there. `rows`
/// have the target's fields.
inline void read_keys(context& c, const rows_view& rows, const key_places& places) {
    const auto& s = *places.plan.insert;
    const auto key = places.key();
    std::size_t found = 0;
    key_reader keys{[&](returned_key& row) {
        ++found;
        row.give(key, places.place(static_cast<std::size_t>(row.row - 1)));
    }};
    const std::array read{row_field, returned_key::field(key)};
    auto target = keys.target(read);
    const sql::statement positions{.node = s.node,
                                   .table = s.table,
                                   .give = sql::gives::positions,
                                   .cache = s.cache,
                                   .target = s.target};
    c.run(positions, sql::insert_variant::keys, {.rows = &rows}, &target);
    keys.finish();
    if (found != places.count) fail_not_upserted(s);
}

} // namespace dataflow::node_::detail
