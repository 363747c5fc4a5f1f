// Kinds of writes, as rules and options name them.
#pragma once

#include <cstdint>

namespace dataflow {

/// What a statement does; several are joined with `|`.
enum class write_kind : std::uint8_t {
    none = 0,
    create = 1, ///< new records
    update = 2, ///< records that are there; a soft delete is an erase
    erase = 4,
    alter = 8, ///< the tables themselves, written by hand or by a migration
    any = 15
};
[[nodiscard]] constexpr write_kind operator|(write_kind a, write_kind b) noexcept {
    return static_cast<write_kind>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr write_kind operator&(write_kind a, write_kind b) noexcept {
    return static_cast<write_kind>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}

} // namespace dataflow
