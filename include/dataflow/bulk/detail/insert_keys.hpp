// The keys of rows that are inserted: which the database makes, and how they come back.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/write.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>

namespace dataflow::node_::detail {

/// A key of 0 among the rows is one that the database makes: it is sent as NULL.
template <class Rep>
inline constexpr optional_access zero_is_null{[](const void* key) -> const void* {
                                                  Rep n = 0;
                                                  std::memcpy(&n, key, sizeof n);
                                                  return n == 0 ? nullptr : key;
                                              },
                                              [](void* key) { return key; }, [](void*) {}};
inline constexpr type_info made_keys[]{
    {storage::int16, layout::int16, 2, 0, true, &zero_is_null<std::int16_t>},
    {storage::int32, layout::int32, 4, 0, true, &zero_is_null<std::int32_t>},
    {storage::int64, layout::int64, 8, 0, true, &zero_is_null<std::int64_t>}};

/// The type of such a key, of a field of this type.
[[nodiscard]] inline const type_info& made_key(const type_info& of) noexcept {
    return made_keys[of.memory == layout::int16 ? 0 : of.memory == layout::int32 ? 1 : 2];
}

/// Which keys the rows of a batch have.
struct keys_seen {
    bool made = false;  ///< some are for the database to make
    bool given = false; ///< some are not
    std::int64_t highest = 0;
};

/// Of rows whose table has keys that the database can make.
[[nodiscard]] inline keys_seen look_at_keys(const schema::table& t, std::span<const field_access> fields,
                                            const rows_view& rows) noexcept {
    const auto at = static_cast<std::size_t>(t.generated_key);
    keys_seen out;
    if (at >= t.own_columns) return {.made = true}; // the rows have no such field
    const auto& f = fields[at];
    const bool plain = f.type->memory == layout::int64; // as most are
    for (std::size_t i = 0; i < rows.count; ++i) {
        const auto* row = static_cast<const std::byte*>(rows.row(i));
        const auto key =
            plain ? dataflow::detail::load_as<std::int64_t>(row + f.offset) : load(f, row).integer;
        (key == 0 ? out.made : out.given) = true;
        out.highest = std::max(out.highest, key);
    }
    return out;
}

// Under -D_GLIBCXX_DEBUG a vector has no standard layout.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
/// A row of a key, whatever its type, and of whether it is a new record's, or of the row that it belongs to.
struct returned_key {
    alignas(16) std::byte number[16]{};
    std::string text{};
    bytes data{};
    bool created = false;
    std::int64_t row = 0; ///< from 1

    [[nodiscard]] static field_access field(const field_access& key) noexcept {
        const auto at = key.type->memory == layout::text    ? offsetof(returned_key, text)
                        : key.type->memory == layout::bytes ? offsetof(returned_key, data)
                                                            : offsetof(returned_key, number);
        return {static_cast<std::uint32_t>(at), key.type, key.name};
    }
    void give(const field_access& key, void* to) {
        if (key.type->memory == layout::text) *static_cast<std::string*>(to) = std::move(text);
        else if (key.type->memory == layout::bytes) *static_cast<bytes*>(to) = std::move(data);
        else std::memcpy(to, number, key.type->size);
    }
};
inline constexpr field_access created_field{offsetof(returned_key, created), &schema::info_of<bool>,
                                            "created"};
inline constexpr field_access row_field{offsetof(returned_key, row), &schema::info_of<std::int64_t>, "row"};
#pragma GCC diagnostic pop

/// Takes rows of keys, one after another: `use(returned_key&)` is called for each when it is complete.
template <class Use>
struct key_reader {
    Use use;
    returned_key row{};
    bool full = false;

    [[nodiscard]] driver::row_target target(std::span<const field_access> fields) noexcept {
        return {[](void* self) -> void* {
                    auto& me = *static_cast<key_reader*>(self);
                    me.finish();
                    me.full = true;
                    return &me.row;
                },
                this, fields};
    }
    void finish() {
        if (full) use(row);
    }
};
template <class Use>
key_reader(Use) -> key_reader<Use>; // clang 16 does not find it by itself

inline void write_key_is_there(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "SELECT EXISTS (SELECT 1 FROM ";
    w.table(t.name) << " WHERE ";
    w.identifier(t.columns[static_cast<std::size_t>(t.generated_key)].name) << " = ";
    w.value(sql::place{});
    w << ")";
}

/// A statement about an insert's table that has its id, too.
[[nodiscard]] inline sql::statement beside(const sql::statement& insert,
                                           void (*text)(sql::writer&, const sql::statement&)) noexcept {
    return {.node = insert.node, .table = insert.table, .cache = insert.cache, .own_text = text};
}

inline void write_take_turns(sql::writer& w, const sql::statement& s) {
    w << "SELECT count(*) FROM (SELECT pg_advisory_xact_lock(1684434025, (";
    w.name_literal(s.table->name) << "::regclass::oid::BIGINT & 2147483647)::INTEGER)) AS turn";
}

/// PostgreSQL: until the end of the transaction no other program that asks for its turn with this table gets
/// it.
inline void take_turns(context& c, const sql::statement& insert) {
    std::int64_t answer = 0;
    one_row row{&answer};
    const field_access field{0, &schema::info_of<std::int64_t>, "answer"};
    auto target = row.target(std::span{&field, 1});
    c.run(beside(insert, &write_take_turns), sql::insert_variant::turn, {}, &target);
}

[[nodiscard]] inline bool key_is_there(context& c, const sql::statement& insert, std::int64_t key) {
    const auto v = value::of_integer(storage::int64, key);
    std::int64_t answer = 0;
    one_row row{&answer};
    const field_access field{0, &schema::info_of<std::int64_t>, "answer"};
    auto target = row.target(std::span{&field, 1});
    c.run(beside(insert, &write_key_is_there), sql::insert_variant::is_there, {.given = {&v, 1}}, &target);
    return answer != 0;
}

} // namespace dataflow::node_::detail
