// Keys: those that a node is given, and those that the library makes.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/kept_text.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/session_values.hpp>

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

/// A random UUID that sorts by when it was made (version 7, RFC 9562): milliseconds, then parts of one in 12
/// bits, then 62 random bits. Those of one process within a quarter of a microsecond are in no order.
[[nodiscard]] inline uuid time_ordered_uuid() {
    uuid out = random_uuid();
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(now);
    const auto part =
        std::chrono::duration_cast<std::chrono::nanoseconds>(now - whole).count() * 4096 / 1'000'000;
    const auto head =
        static_cast<std::uint64_t>(whole.count()) << 16U | 0x7000U | static_cast<std::uint64_t>(part);
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

/// What a key part holds: an id's number, text or UUID, or the part itself.
template <class K>
struct key_content {
    using type = K;
};
template <class M, class Rep>
struct key_content<id<M, Rep>> {
    using type = Rep;
};

/// The verdict on a V as the I-th part of a key: it is one, or converts to what a part holds without loss and
/// is no other id.
template <class M, std::size_t I, class V>
constexpr auto find_key_part_verdict() {
    using K = schema::key_type<M, I>;
    using bare_v = std::remove_cvref_t<V>;
    using content = typename key_content<K>::type;
    using other = rule::a_key_has_another_type<M, K, bare_v>;
    constexpr auto& columns = schema::table_of<M>.columns;
    if constexpr (std::is_same_v<bare_v, K>) return rule::ok{};
    else if constexpr (schema::is_id<bare_v>) return other{};
    else if constexpr (dataflow::detail::whole<content>) {
        if constexpr (std::is_arithmetic_v<bare_v> || dataflow::detail::given_as_whole<bare_v>) {
            constexpr auto name = columns[schema::table_of<M>.key[I]].name;
            return dataflow::detail::whole_verdict<M, fixed_string<name.size() + 1>{name}, bare_v>{};
        } else return other{};
    } else if constexpr (std::is_same_v<content, bool>) return other{};
    else if constexpr (std::is_same_v<content, std::string> && std::is_convertible_v<V, std::string_view>)
        return std::conditional_t<std::is_null_pointer_v<bare_v>, other, rule::ok>{};
    else
        return std::conditional_t<std::is_convertible_v<V, content> && !std::is_null_pointer_v<bare_v>,
                                  rule::ok, other>{};
}

/// Throws `invalid_value` for a number that a key's column cannot hold.
[[noreturn, gnu::cold]] inline void refuse_key(const sql::statement& s, std::size_t part) {
    fail(error_kind::invalid_value, s, "a number that the key cannot hold",
         s.table->columns[s.table->key[part]].name);
}

/// The same for a null pointer.
[[noreturn, gnu::cold]] inline void refuse_text_key(const sql::statement& s, std::size_t part) {
    fail(error_kind::invalid_value, s, "a null pointer is not a string",
         s.table->columns[s.table->key[part]].name);
}

/// A part of a key, for which there is a verdict. Throws `invalid_value` where it does not fit.
template <class M, std::size_t I, class V>
[[gnu::always_inline]] constexpr schema::key_type<M, I> key_part(const sql::statement& s, V&& v) {
    using K = schema::key_type<M, I>;
    using content = typename key_content<K>::type;
    if constexpr (std::is_same_v<std::remove_cvref_t<V>, K>) return static_cast<V&&>(v);
    else if constexpr (dataflow::detail::whole<content>)
        return K{dataflow::detail::as_whole<content>(v, [&] { refuse_key(s, I); })};
    else if constexpr (std::is_array_v<std::remove_cvref_t<V>> || std::is_pointer_v<std::remove_cvref_t<V>>)
        return K{content(dataflow::detail::given_text(v, [&] { refuse_text_key(s, I); }))};
    else return K{static_cast<content>(static_cast<V&&>(v))};
}

template <class T>
struct is_tuple : std::false_type {};
template <class... T>
struct is_tuple<std::tuple<T...>> : std::true_type {};

} // namespace detail

namespace detail {
template <class M, class... Parts>
constexpr auto find_key_verdict(std::type_identity<std::tuple<Parts...>>) {
    if constexpr (schema::key_size<M> == 0) return rule::a_model_has_no_key<M>{};
    else if constexpr (sizeof...(Parts) != schema::key_size<M>)
        return rule::a_key_has_a_different_number_of_columns<M, schema::key_size<M>, sizeof...(Parts)>{};
    else
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return rule::first_broken<decltype(find_key_part_verdict<M, I, Parts>())...>{};
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
using key_verdict = rule::diagnostic<decltype(detail::find_key_verdict<M>(
    std::type_identity<typename detail::parts_of_key<Parts...>::type>{}))>;

namespace detail {
template <class M, class... Parts>
constexpr auto find_by_key_verdict() {
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else if constexpr (schema::key_size<M> == 0) return rule::a_model_has_no_key<M>{};
    else if constexpr (sizeof...(Parts) == 0) return rule::ok{}; // by wire
    else return key_verdict<M, Parts...>{};
}
} // namespace detail

/// The verdict on a model and a key of it; no key at all is left to a workflow's wires.
template <class M, class... Parts>
using by_key_verdict = rule::diagnostic<decltype(detail::find_by_key_verdict<M, Parts...>())>;
/// The same for a record that is erased.
template <class M, class... Parts>
using erase_verdict =
    rule::first_broken<schema::write_verdict<M, write_kind::erase>, by_key_verdict<M, Parts...>>;

/// A key of a statement's from its parts, or from one tuple of them, for which there is a verdict. Throws
/// `invalid_value` for a number that does not fit.
template <class M, class... Parts>
[[nodiscard]] constexpr key_values<M> make_key(const sql::statement& s, Parts&&... parts) {
    if constexpr (sizeof...(Parts) == 1 && (detail::is_tuple<std::remove_cvref_t<Parts>>::value && ...))
        return std::apply([&](auto&&... p) { return make_key<M>(s, std::forward<decltype(p)>(p)...); },
                          std::forward<Parts>(parts)...);
    else
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return key_values<M>{detail::key_part<M, I>(s, std::forward<Parts>(parts))...};
        }(std::make_index_sequence<schema::key_size<M>>{});
}

/// The address of a field of an object.
[[nodiscard]] inline void* at(const field_access& f, void* object) noexcept {
    return static_cast<std::byte*>(object) + f.offset;
}

/// Whether the database has to make the key of a record.
[[nodiscard]] inline bool key_is_made(const schema::table& t, std::span<const field_access> fields,
                                      const void* record) noexcept {
    if (t.generated_key < 0) return false;
    const auto& f = fields[static_cast<std::size_t>(t.generated_key)];
    const auto* key = static_cast<const std::byte*>(record) + f.offset;
    return (f.type->memory == layout::int64 ? dataflow::detail::load_as<std::int64_t>(key)
                                            : load(f, record).integer) == 0;
}

/// Makes UUID keys that are nil, and refuses empty text keys: what a model's own id must be. Gives whether it
/// made one.
inline bool complete_key(const sql::statement& s, std::span<const field_access> fields, void* record) {
    const auto& t = *s.table;
    if (t.key.size() != 1 || t.generated_key >= 0) return false;
    const auto& f = fields[t.key[0]];
    const auto v = load(f, record);
    if (f.type->memory == layout::uuid && v.text_view().find_first_not_of('\0') == std::string_view::npos) {
        const auto made = random_uuid();
        std::memcpy(at(f, record), &made, sizeof made);
        return true;
    }
    if (f.type->memory == layout::text && v.size == 0)
        fail(error_kind::invalid_value, s, "the key is empty", t.columns[t.key[0]].called());
    return false;
}

/// Sets the columns of a new record that the library keeps, as the statement sets them in the database.
inline void stamp(const schema::table& t, std::span<const field_access> fields, void* record, timestamp now,
                  const sql::session_values* session) {
    using source = schema::stamp::source;
    for (const auto& s : t.policy.stamps) {
        if ((s.when & schema::stamp::on_insert) == 0) continue;
        const auto& f = fields[s.column];
        if (s.what == source::session)
            (void)store_data(*f.type, at(f, record),
                             session == nullptr ? std::string_view{} : session->of(s.which));
        else
            (void)store_integer(*f.type, at(f, record),
                                s.what == source::now ? now.time_since_epoch().count() : s.number);
    }
}

} // namespace dataflow::node_
