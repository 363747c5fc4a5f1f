// A UUID: df::uuid. PostgreSQL's UUID; on SQLite a text of 36 characters in lower case, which sorts as the
// UUIDs do.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/core/types/column_type.hpp>
#include <dataflow/core/uuid_text.hpp>

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace dataflow {

/// Says of a type how its values are stored. Drivers have ways of their own for these, where speed counts.
template <>
struct column_type<uuid> {
    using held = uuid;
    static constexpr type_facts facts{
        .word = "uuid",
        .expected = "expected a UUID of 36 characters",
        .refused = "no UUID",
        .plural = "UUIDs of 36 characters in lower case",
        .postgres = "UUID",
        .postgres_array = "UUID[]",
        .told = "uuid",
        .told_array = "uuid[]",
        .number = 2950,
        .array_number = 2951,
        .json_condition = "@ like_regex \"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$\"",
        .pattern = "????????"
                   "-????"
                   "-????"
                   "-????"
                   "-????????????",
        .characters = "*[^0-9a-f-]*",
        .length = uuid_text_size,
    };

    static std::size_t bind(const uuid& u, char* to) noexcept {
        std::memcpy(to, &u, sizeof u);
        return sizeof u;
    }
    [[nodiscard]] static std::optional<uuid> read(std::string_view binary) noexcept {
        if (binary.size() != sizeof(uuid)) return std::nullopt;
        uuid out{};
        std::memcpy(&out, binary.data(), sizeof out);
        return out;
    }
    static std::size_t write(const uuid& u, char* to) noexcept { return write_uuid(to, &u), uuid_text_size; }
    [[nodiscard]] static std::optional<uuid> parse(std::string_view text) noexcept {
        return parse_uuid(text);
    }
    [[nodiscard]] static std::optional<uuid> recall(std::string_view text) noexcept {
        return parse_stored_uuid(text);
    }
};

} // namespace dataflow
