// The keys of rows that are inserted: which the database makes, and how they come back.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace dataflow::node_::detail {

/// A key of 0 among the rows is one that the database makes: it is sent as NULL.
inline constexpr optional_access zero_is_null{
    [](const void* key) -> const void* {
        std::int64_t n = 0;
        std::memcpy(&n, key, sizeof n);
        return n == 0 ? nullptr : key;
    },
    [](void* key) { return key; }, [](void*) {}};
inline constexpr type_info made_key{storage::int64, layout::int64, 8, 0, true, &zero_is_null};

/// Which keys the rows of a batch have.
struct keys_seen {
    bool made = false;  ///< some are for the database to make
    bool given = false; ///< some are not
    std::int64_t highest = 0;
};

/// A row of a key, whatever its type, and a flag.
struct key_and_flag {
    alignas(16) std::byte number[16]{};
    std::string text{};
    bytes data{};
    bool flag = false;

    [[nodiscard]] static std::array<field_access, 2> fields(const field_access& key) noexcept {
        const auto at = key.type->memory == layout::text    ? offsetof(key_and_flag, text)
                        : key.type->memory == layout::bytes ? offsetof(key_and_flag, data)
                                                            : offsetof(key_and_flag, number);
        return {field_access{static_cast<std::uint32_t>(at), key.type, key.name},
                field_access{offsetof(key_and_flag, flag), &schema::info_of<bool>, "created"}};
    }
    void give_key(const field_access& key, void* to) {
        if (key.type->memory == layout::text) *static_cast<std::string*>(to) = std::move(text);
        else if (key.type->memory == layout::bytes) *static_cast<bytes*>(to) = std::move(data);
        else std::memcpy(to, number, key.type->size);
    }
};

inline void write_key_is_there(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "SELECT EXISTS (SELECT 1 FROM ";
    w.identifier(t.name) << " WHERE ";
    w.identifier(t.columns[static_cast<std::size_t>(t.generated_key)].name) << " = ";
    w.parameter();
    w << ")";
}

} // namespace dataflow::node_::detail
