// What wires can take from a node's output: its fields by name.
#pragma once

#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/upsert.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/workflow/detail/port.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// A struct as an input or output: an aggregate that is no range.
template <class T>
concept plain_struct = std::is_aggregate<T>::value && std::is_class<T>::value && !range_like<T>;

/// `ports`: the fields of an output; `type<I>`: of the I-th of them. None for numbers, ranges, nothing.
template <class T>
struct outputs_of {
    static constexpr std::array<port, 0> ports{};
};

/// The fields of a struct as ports, none needed.
template <class T, role Is, std::size_t... I>
constexpr std::array<port, sizeof...(I)> struct_ports(std::index_sequence<I...>) {
    std::array<port, sizeof...(I)> out{port{reflect::field_names<T>[I], &type_of<reflect::field_type<T, I>>,
                                            need::optional, Is, static_cast<std::uint16_t>(I),
                                            reflect::field_layout<T>.offsets[I]}...};
    // Where fields do not follow each other by the usual rule, they are looked for.
    if constexpr (reflect::field_layout<T>.struct_size != sizeof(T) ||
                  (__is_empty(reflect::field_type<T, I>) || ...))
        ((
             out[I].offset = 0,
             out[I].find = [](const void* object) -> const void* {
                 return std::addressof(reflect::get<I>(*static_cast<const T*>(object)));
             }),
         ...);
    return out;
}

template <plain_struct T>
    requires(reflect::field_count<T> > 0)
struct outputs_of<T> {
    static constexpr auto ports =
        struct_ports<T, role::field>(std::make_index_sequence<reflect::field_count<T>>{});
    template <std::size_t I>
    using type = reflect::field_type<T, I>;
};

/// The type of a record's I-th column.
template <class M, std::size_t I>
constexpr auto find_column_type() noexcept {
    if constexpr (I < reflect::field_count<M>) return std::type_identity<reflect::field_type<M, I>>{};
    else if constexpr (schema::table_of<M>.columns[I].managed_by == schema::managed::none)
        return std::type_identity<id<M>>{};
    else return schema::managed_type<schema::table_of<M>.columns[I].managed_by>{};
}
template <class M, std::size_t I>
using column_type = typename decltype(find_column_type<M, I>())::type;

/// The columns of a record as ports.
template <class M, std::size_t... I>
constexpr std::array<port, sizeof...(I)> record_ports(std::index_sequence<I...>) {
    const field_access* fields = schema::fields_of<M>.data();
    return {port{fields[I].name, &type_of<column_type<M, I>>, need::optional, role::field,
                 static_cast<std::uint16_t>(I), fields[I].offset}...};
}

template <class M>
struct outputs_of<record<M>> {
    static constexpr auto ports =
        record_ports<M>(std::make_index_sequence<schema::table_of<M>.columns.size()>{});
    template <std::size_t I>
    using type = column_type<M, I>;
};

/// What `df::find` gives: each field as an optional.
template <class M>
struct outputs_of<std::optional<record<M>>> {
    template <std::size_t I>
    using type = std::optional<schema::bare<column_type<M, I>>>;
    static const void* held(const void* found) {
        const auto& r = *static_cast<const std::optional<record<M>>*>(found);
        return r ? &*r : nullptr;
    }
    static constexpr auto ports = []<std::size_t... I>(std::index_sequence<I...>) {
        auto out = outputs_of<record<M>>::ports;
        ((out[I].type = &type_of<type<I>>,
          out[I].memory = constant_pointer<type_info>{schema::fields_of<M>[I].type}, out[I].find = &held),
         ...);
        return out;
    }(std::make_index_sequence<schema::table_of<M>.columns.size()>{});
};

/// The outputs of a library struct by member pointers, all of them: cheaper to compile than reflection.
template <class T, auto... Members>
struct outputs_by_member {
    template <auto Member>
    using type_at = std::remove_cvref_t<decltype(std::declval<T&>().*Member)>;
    template <std::size_t I>
    using type = std::tuple_element_t<I, std::tuple<type_at<Members>...>>;

    static constexpr auto ports = [] {
        std::array<port, sizeof...(Members)> out{
            port{reflect::member_name<Members>, &type_of<type_at<Members>>}...};
        const std::size_t sizes[]{sizeof(type_at<Members>)...};
        const std::size_t aligns[]{alignof(type_at<Members>)...};
        std::size_t at = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            at = (at + aligns[i] - 1) / aligns[i] * aligns[i];
            out[i].index = static_cast<std::uint16_t>(i);
            out[i].offset = static_cast<std::uint32_t>(at);
            at += sizes[i];
        }
        if ((at + alignof(T) - 1) / alignof(T) * alignof(T) != sizeof(T))
            throw "dataflow: a member is missing";
        return out;
    }();
};

template <class M>
struct outputs_of<page<M>> : outputs_by_member<page<M>, &page<M>::records, &page<M>::total, &page<M>::next> {
};
template <class M>
struct outputs_of<bulk_result<M>>
    : outputs_by_member<bulk_result<M>, &bulk_result<M>::requested, &bulk_result<M>::created,
                        &bulk_result<M>::updated, &bulk_result<M>::skipped, &bulk_result<M>::deleted,
                        &bulk_result<M>::failures, &bulk_result<M>::ids> {};

/// The record and `created`, and the record's own fields with them.
template <class M>
struct outputs_of<upserted<M>> {
    using own = outputs_by_member<upserted<M>, &upserted<M>::record, &upserted<M>::created>;

    static constexpr auto ports = [] {
        constexpr auto& fields = outputs_of<record<M>>::ports;
        std::array<port, fields.size() + 2> out{};
        out[0] = own::ports[0];
        out[1] = own::ports[1];
        for (std::size_t i = 0; i < fields.size(); ++i)
            out[i + 2] = fields[i]; // the record lies at the start
        return out;
    }();
    template <std::size_t I>
    static constexpr auto find_type() {
        if constexpr (I < 2) return std::type_identity<typename own::template type<I>>{};
        else return std::type_identity<column_type<M, I - 2>>{};
    }
    template <std::size_t I>
    using type = typename decltype(find_type<I>())::type;
};

} // namespace dataflow::workflow_
