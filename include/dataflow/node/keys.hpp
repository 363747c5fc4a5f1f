// Keys: those that a node is given, and those that the library makes.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/model.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>
#include <unistd.h>
#include <utility>

namespace dataflow {

/// A random UUID (version 4, RFC 9562), from the operating system's generator.
[[nodiscard]] inline uuid random_uuid() {
    unsigned char raw[16];
    if (::getentropy(raw, sizeof raw) != 0)
        raise(error_kind::resource_exhausted, {.message = "the operating system gave no random bytes"});
    raw[6] = static_cast<unsigned char>((raw[6] & 0x0fU) | 0x40U);
    raw[8] = static_cast<unsigned char>((raw[8] & 0x3fU) | 0x80U);
    uuid out{};
    std::memcpy(&out, raw, sizeof raw);
    return out;
}

/// A random UUID that sorts by when it was made (version 7, RFC 9562): milliseconds, then parts of one in 12 bits, then 62
/// random bits. Those of one process within a quarter of a microsecond are in no order.
[[nodiscard]] inline uuid time_ordered_uuid() {
    uuid out = random_uuid();
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(now);
    const auto part = std::chrono::duration_cast<std::chrono::nanoseconds>(now - whole).count() * 4096 / 1'000'000;
    const auto head = static_cast<std::uint64_t>(whole.count()) << 16U | 0x7000U | static_cast<std::uint64_t>(part);
    auto* to = out.begin();
    for (unsigned i = 0; i < 8; ++i) *(to + i) = static_cast<std::uint8_t>(head >> (56U - 8U * i));
    return out;
}

} // namespace dataflow

namespace dataflow::node_ {

template <class M, class Indices>
struct key_tuple;
template <class M, std::size_t... I>
struct key_tuple<M, std::index_sequence<I...>> {
    using type = std::tuple<schema::key_type<M, I>...>;
};
/// The values of a model's key.
template <class M>
using key_values = typename key_tuple<M, std::make_index_sequence<schema::key_size<M>>>::type;

namespace detail {

/// Whether a V can be the key part K: it is one, or converts to its representation and is no other id.
template <class K, class V>
constexpr bool is_key_part() {
    using bare_v = std::remove_cvref_t<V>;
    if constexpr (std::is_same_v<bare_v, K>) return true;
    else if constexpr (schema::is_id<bare_v>) return false;
    else if constexpr (schema::is_id<K>) return std::is_convertible_v<V, typename schema::id_parts<K>::rep>;
    else return std::is_convertible_v<V, K>;
}

template <class K, class V>
constexpr K key_part(V&& v) {
    if constexpr (std::is_same_v<std::remove_cvref_t<V>, K>) return std::forward<V>(v);
    else if constexpr (schema::is_id<K>) return K{static_cast<typename schema::id_parts<K>::rep>(std::forward<V>(v))};
    else return static_cast<K>(std::forward<V>(v));
}

template <class T>
struct is_tuple : std::false_type {};
template <class... T>
struct is_tuple<std::tuple<T...>> : std::true_type {};

} // namespace detail

namespace detail {
template <class M, class... Parts>
constexpr auto find_key_verdict(std::type_identity<std::tuple<Parts...>>) {
    if constexpr (sizeof...(Parts) != schema::key_size<M>)
        return rule::a_key_has_another_number_of_columns<M, schema::key_size<M>, sizeof...(Parts)>{};
    else
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return rule::first_broken<
                std::conditional_t<is_key_part<schema::key_type<M, I>, Parts>(), rule::kept,
                                   rule::a_key_has_another_type<M, schema::key_type<M, I>, std::remove_cvref_t<Parts>>>...>{};
        }(std::make_index_sequence<sizeof...(Parts)>{});
}
template <class... Parts>
struct parts_of_key {
    using type = std::tuple<Parts...>;
};
template <class Part>
    requires is_tuple<std::remove_cvref_t<Part>>::value
struct parts_of_key<Part> {
    using type = std::remove_cvref_t<Part>;
};
} // namespace detail

/// The verdict on a key that is given as its parts, or as one tuple of them.
template <class M, class... Parts>
using key_verdict =
    rule::shown<decltype(detail::find_key_verdict<M>(std::type_identity<typename detail::parts_of_key<Parts...>::type>{}))>;

namespace detail {
template <class M, class... Parts>
constexpr auto find_by_key_verdict() {
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else if constexpr (sizeof...(Parts) == 0) return rule::kept{}; // by wire
    else return key_verdict<M, Parts...>{};
}
} // namespace detail

/// The verdict on a model and a key of it; no key at all is left to a workflow's wires.
template <class M, class... Parts>
using by_key_verdict = rule::shown<decltype(detail::find_by_key_verdict<M, Parts...>())>;

/// A key from its parts, or from one tuple of them; they have been checked.
template <class M, class... Parts>
[[nodiscard]] constexpr key_values<M> make_key(Parts&&... parts) {
    if constexpr (sizeof...(Parts) == 1 && (detail::is_tuple<std::remove_cvref_t<Parts>>::value && ...))
        return std::apply([](auto&&... p) { return make_key<M>(std::forward<decltype(p)>(p)...); }, std::forward<Parts>(parts)...);
    else
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return key_values<M>{detail::key_part<schema::key_type<M, I>>(std::forward<Parts>(parts))...};
        }(std::make_index_sequence<schema::key_size<M>>{});
}

/// The address of a field of an object.
[[nodiscard]] inline void* at(const field_access& f, void* object) noexcept {
    return static_cast<std::byte*>(object) + f.offset;
}

/// Whether the database has to make the key of a record.
[[nodiscard]] inline bool key_is_made(const schema::table& t, std::span<const field_access> fields, const void* record) noexcept {
    return t.generated_key >= 0 && load(fields[static_cast<std::size_t>(t.generated_key)], record).integer == 0;
}

/// Makes UUID keys that are nil, and refuses empty text keys: what a model's own id must be.
inline void complete_key(const sql::statement& s, std::span<const field_access> fields, void* record) {
    const auto& t = *s.table;
    if (t.key.size() != 1 || t.generated_key >= 0) return;
    const auto& f = fields[t.key[0]];
    const auto v = load(f, record);
    if (f.type->memory == layout::uuid && v.text_view().find_first_not_of('\0') == std::string_view::npos) {
        const auto made = random_uuid();
        std::memcpy(at(f, record), &made, sizeof made);
    }
    if (f.type->memory == layout::text && v.size == 0) fail(error_kind::invalid_value, s, "the key is empty", f.name);
}

/// Sets the managed times of a record.
inline void stamp(const schema::table& t, std::span<const field_access> fields, void* record, timestamp now, bool created) {
    const auto n = now.time_since_epoch().count();
    if (created && t.created_at >= 0) {
        const auto& f = fields[static_cast<std::size_t>(t.created_at)];
        (void)store_integer(*f.type, at(f, record), n);
    }
    if (t.updated_at >= 0) {
        const auto& f = fields[static_cast<std::size_t>(t.updated_at)];
        (void)store_integer(*f.type, at(f, record), n);
    }
}

} // namespace dataflow::node_
