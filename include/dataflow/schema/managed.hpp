// The columns that options add to a table, one row each: all that a model's description, its records' layout
// and its statements need to know of them.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::schema {

/// The type of a managed column, as `record<M>` has it.
template <managed ManagedBy>
struct managed_type;
template <>
struct managed_type<managed::created_at> : std::type_identity<timestamp> {};
template <>
struct managed_type<managed::updated_at> : std::type_identity<timestamp> {};
template <>
struct managed_type<managed::tenant> : std::type_identity<std::string> {};
template <>
struct managed_type<managed::deleted_at> : std::type_identity<std::optional<timestamp>> {};
template <>
struct managed_type<managed::version> : std::type_identity<std::int64_t> {};

/// A managed column: which option adds it, when it is set to what, and which rows it hides.
struct managed_column {
    std::string_view name{};
    managed managed_by{};
    const type_info* type = nullptr;
    bool options::* option = nullptr; ///< which adds it
    stamp set{};                      ///< without its column
    stamp then{};                     ///< what sets it on other events; without its column
    bool hides_rows = false;          ///< statements see only the rows that fulfill `visible`
    guard visible{};                  ///< without its column
};

namespace detail {
template <managed ManagedBy>
constexpr managed_column managed_as(std::string_view name, bool options::* option, stamp set) {
    return {name, ManagedBy, &info_of<typename managed_type<ManagedBy>::type>, option, set, {}};
}
template <managed ManagedBy>
constexpr managed_column managed_as(std::string_view name, bool options::* option, stamp set, stamp then) {
    return {name, ManagedBy, &info_of<typename managed_type<ManagedBy>::type>, option, set, then};
}
template <managed ManagedBy>
constexpr managed_column managed_as(std::string_view name, bool options::* option, stamp set, guard visible) {
    return {name, ManagedBy, &info_of<typename managed_type<ManagedBy>::type>, option, set, {},
            true, visible};
}
} // namespace detail

/// In the order of the bases of `record<M>`.
inline constexpr managed_column managed_columns[]{
    detail::managed_as<managed::created_at>("created_at", &options::timestamps, {.when = stamp::on_insert}),
    detail::managed_as<managed::updated_at>("updated_at", &options::timestamps,
                                            {.when = stamp::on_insert | stamp::on_update | stamp::on_erase}),
    detail::managed_as<managed::tenant>("tenant_id", &options::multi_tenant,
                                        {.when = stamp::on_insert, .what = stamp::source::session},
                                        {.what = guard::condition::equals_session}),
    detail::managed_as<managed::deleted_at>("deleted_at", &options::soft_delete, {.when = stamp::on_erase},
                                            {.what = guard::condition::is_null}),
    detail::managed_as<managed::version>(
        "version", &options::versioned,
        stamp{.when = stamp::on_insert, .what = stamp::source::number, .number = 1},
        stamp{.when = stamp::on_update | stamp::on_erase, .what = stamp::source::plus_one}),
};

/// Whether a model's options add it: one that is only read has no times of its own.
[[nodiscard]] constexpr bool is_added(const options& given, const managed_column& c) noexcept {
    const bool time = c.managed_by == managed::created_at || c.managed_by == managed::updated_at;
    return given.*c.option && !(time && given.read_only);
}

/// How many of them a model's options add, and how many of these hide rows.
[[nodiscard]] constexpr std::size_t count_managed(const options& given, bool hiding = false) noexcept {
    std::size_t n = 0;
    for (const auto& c : managed_columns) n += is_added(given, c) && (c.hides_rows || !hiding) ? 1U : 0U;
    return n;
}
/// How many stamps they have.
[[nodiscard]] constexpr std::size_t count_stamps(const options& given) noexcept {
    std::size_t n = count_managed(given);
    for (const auto& c : managed_columns) n += is_added(given, c) && c.then.when != 0 ? 1U : 0U;
    return n;
}

/// Whether a model's options add a column of this name.
[[nodiscard]] constexpr bool adds(const options& given, std::string_view name) noexcept {
    for (const auto& c : managed_columns)
        if (is_added(given, c) && c.name.size() == name.size() && c.name.back() == name.back() &&
            c.name == name)
            return true; // last what costs a compiler most
    return false;
}

} // namespace dataflow::schema
