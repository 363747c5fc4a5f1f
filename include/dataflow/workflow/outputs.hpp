// What wires can take from a node's output: its fields by name.
#pragma once

#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/upsert.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/workflow/port.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// A struct as an input or output: an aggregate that is no range.
template <class T>
concept plain_struct = reflect::aggregate<T> && !range_like<T>;

/// `ports`: the fields of an output; `get<I>(output)`: the I-th of them. None for numbers, ranges, nothing.
template <class T>
struct outputs_of {
    static constexpr std::array<port, 0> ports{};
};

template <plain_struct T>
    requires(reflect::field_count<T> > 0)
struct outputs_of<T> {
    static constexpr auto ports = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<port, sizeof...(I)>{
            port{reflect::field_names<T>[I], &type_of<reflect::field_type<T, I>>, {}, {}, static_cast<std::uint16_t>(I)}...};
    }(std::make_index_sequence<reflect::field_count<T>>{});

    template <std::size_t I>
    static constexpr const auto& get(const T& object) noexcept { return reflect::get<I>(object); }
};

/// The type of a record's I-th column.
template <class M, std::size_t I>
constexpr auto find_column_type() noexcept {
    if constexpr (I < reflect::field_count<M>) return std::type_identity<reflect::field_type<M, I>>{};
    else if constexpr (schema::table_of<M>.columns[I].keeper == schema::managed::none) return std::type_identity<id<M>>{};
    else return std::type_identity<timestamp>{};
}
template <class M, std::size_t I>
using column_type = typename decltype(find_column_type<M, I>())::type;

template <class M>
struct outputs_of<record<M>> {
    static constexpr auto ports = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<port, sizeof...(I)>{
            port{schema::table_of<M>.columns[I].name, &type_of<column_type<M, I>>, {}, {}, static_cast<std::uint16_t>(I)}...};
    }(std::make_index_sequence<schema::table_of<M>.columns.size()>{});

    template <std::size_t I>
    static constexpr const auto& get(const record<M>& r) noexcept {
        constexpr auto& column = schema::table_of<M>.columns[I];
        if constexpr (I < reflect::field_count<M>) return reflect::get<I>(static_cast<const M&>(r));
        else if constexpr (column.keeper == schema::managed::created_at) return r.created_at;
        else if constexpr (column.keeper == schema::managed::updated_at) return r.updated_at;
        else return r.id;
    }
};

/// What `df::find` gives: each field as an optional.
template <class M>
struct outputs_of<std::optional<record<M>>> {
    static constexpr auto ports = []<std::size_t... I>(std::index_sequence<I...>) {
        auto out = outputs_of<record<M>>::ports;
        ((out[I].type = &type_of<std::optional<schema::bare<column_type<M, I>>>>), ...);
        return out;
    }(std::make_index_sequence<schema::table_of<M>.columns.size()>{});

    template <std::size_t I>
    static constexpr auto get(const std::optional<record<M>>& r) {
        using result = std::optional<schema::bare<column_type<M, I>>>;
        return r.has_value() ? result{outputs_of<record<M>>::template get<I>(*r)} : result{};
    }
};

/// The outputs of a library struct by member pointers: cheaper to compile than reflection.
template <class T, auto... Members>
struct outputs_by_member {
    static constexpr std::tuple members{Members...};
    static constexpr auto ports = [] {
        std::uint16_t at = 0;
        return std::array<port, sizeof...(Members)>{
            port{reflect::member_name<Members>, &type_of<std::remove_cvref_t<decltype(std::declval<T&>().*Members)>>, {}, {}, at++}...};
    }();
    template <std::size_t I>
    static constexpr const auto& get(const T& object) noexcept { return object.*std::get<I>(members); }
};

template <class M>
struct outputs_of<page<M>> : outputs_by_member<page<M>, &page<M>::records, &page<M>::total, &page<M>::next> {};
template <class M>
struct outputs_of<bulk_result<M>>
    : outputs_by_member<bulk_result<M>, &bulk_result<M>::requested, &bulk_result<M>::created, &bulk_result<M>::updated,
                        &bulk_result<M>::skipped, &bulk_result<M>::deleted, &bulk_result<M>::failures, &bulk_result<M>::ids> {};

/// The record and `created`, and the record's own fields beside them.
template <class M>
struct outputs_of<upserted<M>> {
    static constexpr auto ports = [] {
        constexpr auto& fields = outputs_of<record<M>>::ports;
        std::array<port, fields.size() + 2> out{};
        out[0] = {"record", &type_of<record<M>>, {}, {}, 0};
        out[1] = {"created", &type_of<bool>, {}, {}, 1};
        for (std::size_t i = 0; i < fields.size(); ++i) out[i + 2] = fields[i];
        return out;
    }();
    template <std::size_t I>
    static constexpr const auto& get(const upserted<M>& u) noexcept {
        if constexpr (I == 0) return u.record;
        else if constexpr (I == 1) return u.created;
        else return outputs_of<record<M>>::template get<I - 2>(u.record);
    }
};

} // namespace dataflow::workflow_
