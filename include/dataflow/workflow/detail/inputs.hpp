// What wires can fill of a node: fields, keys, parameters, rows.
#pragma once

#include <dataflow/database/nodes.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/reflect/initialized.hpp>
#include <dataflow/workflow/detail/port.hpp>
#include <dataflow/workflow/function_node.hpp>
#include <dataflow/workflow/open_rows.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// Whether a member is an expression that may hold parameters. (In some nodes `where` and `set` are
/// functions.)
template <class N>
concept has_where = requires { typename decltype(N::where)::inputs; };
template <class N>
concept has_predicate = requires { typename decltype(N::predicate)::inputs; };
template <class N>
concept has_set = requires { typename decltype(N::set)::inputs; };
template <class N>
concept has_items = requires { typename decltype(N::items)::inputs; };
template <class N>
concept has_having = requires { typename decltype(N::groups_predicate)::inputs; };
template <class N>
concept has_held = requires { typename decltype(N::held)::inputs; };

/// The parameters in a node's expressions, as placeholders.
template <class N>
constexpr auto find_parameters() noexcept {
    constexpr auto of = []<class E>(std::type_identity<E>) { return typename E::inputs{}; };
    const auto where = [&] {
        if constexpr (has_where<N>) return of(std::type_identity<decltype(N::where)>{});
        else if constexpr (has_predicate<N>) return of(std::type_identity<decltype(N::predicate)>{});
        else return query::types<>{};
    }();
    if constexpr (has_set<N> && has_items<N>)
        return where + of(std::type_identity<decltype(N::items)>{}) +
               of(std::type_identity<decltype(N::set)>{});
    else if constexpr (has_set<N>) return where + of(std::type_identity<decltype(N::set)>{});
    else if constexpr (has_having<N> && has_held<N>)
        return where + of(std::type_identity<decltype(N::items)>{}) +
               of(std::type_identity<decltype(N::groups_predicate)>{}) +
               of(std::type_identity<decltype(N::held)>{});
    else if constexpr (has_items<N>) return where + of(std::type_identity<decltype(N::items)>{});
    else return where;
}
/// The node in which the inputs of a node lie: itself, or the one that it stands around.
template <class N>
struct inner_of {
    using type = N;
    static constexpr N& in(N& node) noexcept { return node; }
};
template <class N>
    requires requires { typename N::around; }
struct inner_of<N> {
    using type = typename N::around;
    static constexpr type& in(N& node) noexcept { return node.inner(); }
};
template <class N>
using parameters_of = query::placeholders_in<decltype(find_parameters<typename inner_of<N>::type>())>;

struct as_ports {
    template <class... P>
    constexpr std::array<port, sizeof...(P)> operator()(hana::basic_type<P>...) const noexcept {
        return {
            port{P::name_of_input.view(), &type_of<typename P::type>, need::required, role::parameter, 0}...};
    }
};
/// Parameters as inputs.
template <class Parameters>
inline constexpr auto ports_of_parameters = hana::unpack(Parameters{}, as_ports{});

template <class N>
inline constexpr bool is_create_with = false;
template <class M, class... A>
inline constexpr bool is_create_with<node_::create_with<M, A...>> = true;
template <class N>
inline constexpr bool is_upsert_with = false;
template <class M, class Target, class Set, class... A>
inline constexpr bool is_upsert_with<node_::upsert_with<M, Target, Set, A...>> = true;
template <class N>
inline constexpr bool is_function = false;
template <class F, class In, class Out, bool C>
inline constexpr bool is_function<function_node<F, In, Out, C>> = true;
template <class N>
concept has_open_key = requires { requires N::open_key; };
template <class M>
using key_parts = std::make_index_sequence<schema::key_size<M>>;

/// The own fields of a model as inputs of this role, none needed.
template <class M, role Is>
constexpr auto field_inputs() {
    return struct_ports<M, Is>(std::make_index_sequence<reflect::field_count<M>>{});
}

/// Whether a function's field has a default: an optional, or one with an initializer. `unknown`: only the
/// running program sees it (schema/defaults.hpp).
template <class In, std::size_t I>
constexpr schema::initializer default_of() {
    using enum schema::initializer;
    using F = reflect::field_type<In, I>;
    constexpr auto known = [](bool has) { return has ? present : absent; };
    if constexpr (schema::is_optional<F> || schema::is_mapped<F>) return present;
    else if constexpr (schema::is_id<F> || std::is_same_v<F, uuid>) return absent;
    else if constexpr (schema::category_of<F> == schema::category::json)
        return present; // whether it equals another is not seen here
    else if constexpr (!std::is_scalar_v<F> && !schema::storable<F> && !schema::detail::has_empty<F>)
        return absent;
    else if constexpr (!reflect::constant_constructible<In>) return schema::detail::initializers_of<In>[I];
    else if constexpr (std::is_scalar_v<F>) return known(reflect::initialized<In, I>);
    else {
        In object{};
        return known(schema::detail::value_is_given(reflect::get<I>(std::as_const(object))));
    }
}

template <class M, class Given>
constexpr need need_of(std::size_t i) {
    const auto& c = schema::table_of<M>.columns[i];
    if constexpr (Given::count != 0)
        if (Given::assigns(c.name)) return need::closed;
    const bool made = c.generated || (c.key && c.type->memory == layout::uuid);
    if (c.computed()) return need::closed;
    return made || c.nullable() || c.given != schema::initializer::absent ? need::optional : need::required;
}

/// The inputs of a node besides its parameters.
template <class N>
constexpr auto own_inputs() {
    if constexpr (is_function<N>) {
        using in = typename N::input;
        if constexpr (is_record<in> || std::is_same_v<in, nothing>) return std::array<port, 0>{};
        else
            return []<std::size_t... I>(std::index_sequence<I...>) {
                auto out = field_inputs<in, role::field>();
                ((out[I].wanted =
                      default_of<in, I>() == schema::initializer::absent ? need::required : need::optional),
                 ...);
                return out;
            }(std::make_index_sequence<reflect::field_count<in>>{});
    } else if constexpr (is_create_with<N> || is_upsert_with<N>) {
        using model = typename N::model;
        auto out = field_inputs<model, role::field>();
        for (std::size_t i = 0; i < out.size(); ++i) out[i].wanted = need_of<model, typename N::given>(i);
        return out;
    } else if constexpr (takes_rows<N>::value) {
        constexpr auto fields = field_inputs<typename N::model, role::column>();
        std::array<port, fields.size() + 1> out{};
        out[0] = {"rows", &type_of<typename takes_rows<N>::row>, need::required, role::rows, 0};
        for (std::size_t i = 0; i < fields.size(); ++i) out[i + 1] = fields[i];
        return out;
    } else if constexpr (takes_keys<N>) {
        return std::array<port, 1>{port{"keys", &type_of<typename N::key>, need::required, role::keys, 0}};
    } else if constexpr (has_open_key<N>) {
        using model = typename N::model;
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<port, sizeof...(I)>{
                port{schema::table_of<model>.columns[schema::table_of<model>.key[I]].name,
                     &type_of<schema::key_type<model, I>>, need::required, role::field,
                     static_cast<std::uint16_t>(I)}...};
        }(std::make_index_sequence<schema::key_size<model>>{});
    } else return std::array<port, 0>{};
}

/// All inputs of a node: parameters come first.
template <class N>
inline constexpr auto inputs_of = [] {
    constexpr auto own = own_inputs<N>();
    if constexpr (is_function<N>) return own;
    else {
        constexpr auto& parameters = ports_of_parameters<parameters_of<N>>;
        std::array<port, parameters.size() + own.size()> out{};
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            out[i] = parameters[i];
            out[i].index = static_cast<std::uint16_t>(i);
        }
        for (std::size_t i = 0; i < own.size(); ++i) out[parameters.size() + i] = own[i];
        return out;
    }
}();

/// The struct that a wire to the node itself gives; `nothing` where there is none.
template <class N>
constexpr auto find_whole_input() {
    if constexpr (is_create_with<N> || is_upsert_with<N>) return std::type_identity<typename N::model>{};
    else if constexpr (is_function<N>) return std::type_identity<typename N::input>{};
    else return std::type_identity<nothing>{};
}
template <class N>
using whole_input = typename decltype(find_whole_input<N>())::type;

/// Passes a wired value to the parameters of this name in a node's expressions.
template <fixed_string Name, class N, class V>
constexpr void supply_node(N& n, const V& v) {
    if constexpr (has_where<N>) query::supply<Name>(n.where, v);
    else if constexpr (has_predicate<N>) query::supply<Name>(n.predicate, v);
    if constexpr (has_set<N>) query::supply<Name>(n.set, v);
    if constexpr (has_items<N>) query::supply<Name>(n.items, v);
    if constexpr (has_having<N>) query::supply<Name>(n.groups_predicate, v);
    if constexpr (requires { n.clauses.order; }) query::supply<Name>(n.clauses.order, v);
    if constexpr (has_held<N>) query::supply<Name>(n.held, v);
}

} // namespace dataflow::workflow_
