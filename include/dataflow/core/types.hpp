// The vocabulary types of fields that the standard library has no ready name for.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/rules.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/value.hpp> // first: its enumerators have the names of these types
#include <dataflow/core/whole.hpp>

#include <boost/uuid/uuid.hpp>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

/// A point in time, UTC, in microseconds since 1970-01-01; years 1 to 9999 can be stored.
using timestamp = std::chrono::sys_time<std::chrono::microseconds>;
/// A day of the Gregorian calendar, years 1 to 9999.
using date = std::chrono::year_month_day;
/// Raw bytes.
using bytes = std::vector<std::byte>;
/// 16 bytes; `boost::uuids` has parsers and generators.
using uuid = boost::uuids::uuid;

[[nodiscard]] inline std::string uuid_text(const uuid& id); // included below, for it needs `uuid`

/// The key of a record of model `M`. A model's own `id` field is its primary key; another model's id
/// in it is a foreign key. Ids of two models are different types and cannot be mixed.
/// `Rep` is `std::int64_t`, or `std::int32_t` or `std::int16_t` for a narrower column (made by the database),
/// `std::string` (given by you), or `dataflow::uuid` (made by the library when it is nil).
template <class M, class Rep = std::int64_t>
struct id {
    static constexpr bool is_whole = detail::is_key_number<Rep>;
    static_assert(is_whole || std::is_same_v<Rep, std::string> || std::is_same_v<Rep, uuid>,
                  "dataflow: the Rep of df::id is std::int64_t, std::int32_t, std::int16_t, std::string or "
                  "df::uuid");
    using model = M;
    using rep = Rep;

    Rep value{};

    constexpr id() = default;
    constexpr explicit id(Rep v) : value(std::move(v)) {}
    /// A key of another integer type. Throws `invalid_value` beyond the range of `Rep`; a number with a
    /// fraction, a truth value and a character do not compile.
    template <class V>
        requires(is_whole && !std::is_same_v<V, Rep> &&
                 (std::is_arithmetic_v<V> || std::is_convertible_v<V, std::int64_t>))
    constexpr explicit id(const V& v) {
        using checked = detail::whole_verdict<M, "id", V>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>)
            value = detail::as_whole<Rep>(v, [] {
                detail::refuse_whole(sizeof(Rep) == 8   ? "a key is beyond the range of 64 bits with a sign"
                                     : sizeof(Rep) == 4 ? "a key is beyond the range of 32 bits with a sign"
                                                        : "a key is beyond the range of 16 bits with a sign");
            });
    }

    template <class V>
        requires(std::is_same_v<Rep, std::string> && std::is_arithmetic_v<V>)
    explicit id(V) = delete; ///< a number is no text, and 0 no null pointer
    /// A key of text, copied from a view or a literal. Throws `invalid_value` for a null pointer.
    template <class V>
        requires(std::is_same_v<Rep, std::string> && std::is_convertible_v<const V&, std::string_view> &&
                 !std::is_same_v<V, std::string>)
    constexpr explicit id(const V& text) : value(std::string_view{detail::text_argument<"id", M>(text)}) {}

    /// Whether the id holds a key: not 0, not empty, not nil.
    [[nodiscard]] constexpr bool is_set() const { return value != Rep{}; }

    friend bool operator==(const id&, const id&) = default; // constexpr where that of the Rep is
    friend constexpr auto operator<=>(const id& a, const id& b)
        requires(!std::is_same_v<Rep, uuid>)
    {
        return a.value <=> b.value;
    }
    friend constexpr bool operator<(const id& a, const id& b)
        requires std::is_same_v<Rep, uuid>
    {
        return a.value < b.value;
    }
    /// Writes the bare key; a uuid as its text.
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream,
                                                        const id& key) {
        const auto text = [](const std::string& s) {
            return std::basic_string_view<char, Traits>{s.data(), s.size()};
        };
        if constexpr (std::is_same_v<Rep, uuid>) return stream << text(uuid_text(key.value));
        else if constexpr (std::is_same_v<Rep, std::string>) return stream << text(key.value);
        else return stream << key.value;
    }
};

// Ids of two models are never equal, and an id is no bare key: told in a line, not in a list of all
// comparisons.
template <class M, class Rep, class Other, class OtherRep>
    requires(!std::is_same_v<id<M, Rep>, id<Other, OtherRep>>)
constexpr bool operator==(const id<M, Rep>&, const id<Other, OtherRep>&) {
    static_assert(rule::told<rule::ids_of_two_models_are_compared<M, Other>>::verdict);
    return false;
}
template <class M, class Rep, class Other, class OtherRep>
    requires(!std::is_same_v<id<M, Rep>, id<Other, OtherRep>>)
constexpr bool operator==(const std::optional<id<M, Rep>>&, const id<Other, OtherRep>&) {
    static_assert(rule::told<rule::ids_of_two_models_are_compared<M, Other>>::verdict);
    return false;
}
template <class M, class Rep, class Key>
    requires std::is_convertible_v<const Key&, Rep>
constexpr bool operator==(const id<M, Rep>&, const Key&) {
    static_assert(rule::told<rule::an_id_is_compared_with_a_bare_key<M, Key>>::verdict);
    return false;
}

} // namespace dataflow

/// The hash of the bare key, for std::unordered_map and std::unordered_set.
template <class M, class Rep>
struct std::hash<dataflow::id<M, Rep>> {
    [[nodiscard]] std::size_t operator()(const dataflow::id<M, Rep>& key) const noexcept {
        if constexpr (!std::is_same_v<Rep, dataflow::uuid>) return std::hash<Rep>{}(key.value);
        else {
            char raw[16]{};
            std::size_t at = 0;
            for (const auto byte : key.value) raw[at++] = static_cast<char>(byte);
            return std::hash<std::string_view>{}(std::string_view{raw, sizeof raw});
        }
    }
};

#include <dataflow/core/uuid_text.hpp>
