// Types as JSON text by reflection. What differs from type to type is plain data: names, offsets and two
// functions a field type; one loop reads all objects, and one writes them.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/base64.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/json/form.hpp>
#include <dataflow/json/object.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace dataflow::json_ {

template <class T>
void write(writer& to, const void* from);
template <class T>
void read(reader& from, void* to);

namespace detail {

template <class T, class... F, std::size_t... I>
constexpr auto find_members(types<F...>, std::index_sequence<I...>) {
    static_assert(reflect::field_layout<T>.struct_size == sizeof(T),
                  "dataflow: a struct that is stored as JSON must not use alignas, bit-fields or "
                  "[[no_unique_address]]");
    return std::array<json_::member, sizeof...(F)>{json_::member{reflect::field_names<T>[I],
                                                                 reflect::field_layout<T>.offsets[I],
                                                                 &json_::write<F>, &json_::read<F>}...};
}

template <class T>
struct members {
    static constexpr auto all =
        find_members<T>(reflect::types_of<T>{}, std::make_index_sequence<reflect::field_count<T>>{});
};
/// A record has the fields of its model, and those that the library manages.
template <class M>
struct members<record<M>> {
    static constexpr auto all = [] {
        constexpr auto& own = members<M>::all;
        constexpr auto& fields = schema::fields_of<M>;
        std::array<json_::member, fields.size()> out{};
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i < own.size()) out[i] = own[i];
            else if (fields[i].type->memory == layout::text)
                out[i] = {fields[i].name, fields[i].offset, &json_::write<std::string>,
                          &json_::read<std::string>};
            else if (fields[i].type->nullable())
                out[i] = {fields[i].name, fields[i].offset, &json_::write<std::optional<timestamp>>,
                          &json_::read<std::optional<timestamp>>};
            else if (fields[i].type->memory == layout::timestamp)
                out[i] = {fields[i].name, fields[i].offset, &json_::write<timestamp>,
                          &json_::read<timestamp>};
            else out[i] = {fields[i].name, fields[i].offset, &json_::write<id<M>>, &json_::read<id<M>>};
        }
        return out;
    }();
};
template <class T>
inline constexpr auto& members_of = members<T>::all;

template <class V>
struct alternatives;
template <class... A>
struct alternatives<std::variant<A...>> {
    static void read(reader& from, std::variant<A...>& to) {
        const auto found = from.peek();
        const bool fits =
            ((found == json_::shape_of<A>() ? (json_::read<A>(from, &to.template emplace<A>()), true)
                                            : false) ||
             ...);
        if (!fits) from.fail("expected a value of a different shape");
    }
};

} // namespace detail

template <class T>
void write(writer& to, const void* from) {
    const auto& v = *static_cast<const T*>(from);
    constexpr auto k = kind_of<T>();
    if constexpr (k == kind::own) form_of<T>::write(to, v);
    else if constexpr (k == kind::wrapper) json_::write<typename json_inside<T>::type>(to, &*v);
    else if constexpr (k == kind::null) to.null();
    else if constexpr (k == kind::mapped) {
        with_mapping(
            [&] {
                const schema::stored_form<T> made = mapped<T>::to(v);
                json_::write<schema::stored_form<T>>(to, &made);
            },
            [&](std::string_view why) { to.fail(why); });
    } else if constexpr (k == kind::id) json_::write<typename T::rep>(to, &v.value);
    else if constexpr (k == kind::bytes) to.text(dataflow::detail::to_base64(v));
    else if constexpr (k == kind::scalar) write_scalar(to, schema::info_of<T>, from);
    else if constexpr (k == kind::optional) {
        if (v.has_value()) json_::write<schema::bare<T>>(to, &*v);
        else to.null();
    } else if constexpr (k == kind::sequence) {
        to.open_array();
        using element = typename schema::sequence_parts<T>::element;
        for (const element& e : v) { // not auto: libc++'s std::vector<bool> gives proxies
            to.element();
            json_::write<element>(to, &e);
        }
        to.close_array();
    } else if constexpr (k == kind::map) {
        to.open_object();
        for (const auto& [name, e] : v) {
            to.key(name);
            json_::write<typename map_parts<T>::element>(to, &e);
        }
        to.close_object();
    } else if constexpr (k == kind::variant) {
        if (v.valueless_by_exception()) to.fail("a variant without a value");
        std::visit([&]<class A>(const A& a) { json_::write<A>(to, &a); }, v);
    } else if constexpr (k == kind::object || k == kind::record)
        write_object(to, detail::members_of<T>, from);
}

template <class T>
void read(reader& from, void* at) {
    auto& v = *static_cast<T*>(at);
    constexpr auto k = kind_of<T>();
    if constexpr (k == kind::own) form_of<T>::read(from, v);
    else if constexpr (k == kind::wrapper) json_::read<typename json_inside<T>::type>(from, &*v);
    else if constexpr (k == kind::null) from.null();
    else if constexpr (k == kind::mapped) {
        schema::stored_form<T> found{};
        json_::read<schema::stored_form<T>>(from, &found);
        with_mapping([&] { v = mapped<T>::from(found); }, [&](std::string_view why) { from.fail(why); });
    } else if constexpr (k == kind::id) json_::read<typename T::rep>(from, &v.value);
    else if constexpr (k == kind::bytes) {
        auto found = dataflow::detail::from_base64(from.text());
        if (!found) from.fail("expected bytes in base64");
        v = *std::move(found);
    } else if constexpr (k == kind::scalar) read_scalar(from, schema::info_of<T>, at);
    else if constexpr (k == kind::optional) {
        if (from.peek() == shape::null) {
            from.null();
            v.reset();
        } else json_::read<schema::bare<T>>(from, &v.emplace());
    } else if constexpr (k == kind::sequence) {
        using element = typename schema::sequence_parts<T>::element;
        from.open_array();
        const auto count = schema::detail::fill_elements<T>(
            at, 0, &from, [](void* r) { return static_cast<reader*>(r)->next_element(); },
            [](void* r, void* to) { json_::read<element>(*static_cast<reader*>(r), to); });
        if constexpr (schema::sequence_parts<T>::fixed != SIZE_MAX)
            if (count != schema::sequence_parts<T>::fixed) from.fail("an array of a different length");
    } else if constexpr (k == kind::map) {
        v.clear();
        from.open_object();
        for (std::string_view key; from.next_key(key);) {
            auto& place =
                v.insert_or_assign(std::string{key}, typename map_parts<T>::element{}).first->second;
            json_::read<typename map_parts<T>::element>(from, &place);
        }
    } else if constexpr (k == kind::variant) detail::alternatives<T>::read(from, v);
    else if constexpr (k == kind::object || k == kind::record) read_object(from, detail::members_of<T>, at);
}

namespace detail {

template <class T>
void write_whole(const void* from, std::string& to) {
    writer w{to};
    json_::write<T>(w, from);
}
template <class T>
void write_shown(const void* from, std::string& to) {
    writer w{to, true};
    json_::write<T>(w, from);
}
template <class T>
void read_whole(void* to, std::string_view text) {
    T fresh{}; // what is absent in the text has its default, not an earlier value
    reader r{text};
    json_::read<T>(r, &fresh);
    r.finish();
    *static_cast<T*>(to) = std::move(fresh);
}
template <class T>
bool is_initial(const void* value) {
    const T fresh{};
    std::string a;
    std::string b;
    write_whole<T>(value, a);
    try {
        write_whole<T>(&fresh, b);
    } catch (const access_fault&) { // nothing that can be stored
        return false;
    }
    return a == b;
}

} // namespace detail

/// The functions by which drivers write and read a T as JSON text.
template <class T>
inline constexpr text_access access_of{
    &detail::write_whole<T>, &detail::read_whole<T>, &detail::is_initial<T>,
    [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); }};
/// The same for a text that is not stored.
template <class T>
inline constexpr text_access shown_of{&detail::write_shown<T>, access_of<T>.read, access_of<T>.is_initial,
                                      access_of<T>.copy};

} // namespace dataflow::json_

namespace dataflow {

/// A value as JSON text. Throws `invalid_value`, naming the place ("sizes[2].width"), for what JSON cannot
/// say.
template <class T>
[[nodiscard]] std::string to_json(const T& value) {
    static_assert(json_::verdict<T>{});
    std::string out;
    if constexpr (rule::is_ok<json_::verdict<T>>) json_::write_text(json_::shown_of<T>, &value, out);
    return out;
}

/// A value from JSON text. Keys that T does not know are passed over, and what is absent keeps its default.
/// Throws `invalid_value`, naming the place, where the text is no JSON or of another shape, and for a null
/// pointer.
template <class T>
[[nodiscard]] T from_json(detail::text_argument<"from_json", T> text) {
    static_assert(json_::verdict<T>{});
    T out{};
    if constexpr (rule::is_ok<json_::verdict<T>>) json_::read_text(json_::access_of<T>, &out, text);
    return out;
}

} // namespace dataflow
