// The verdict on what is run over all tenants.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/tenant_keys.hpp>
#include <dataflow/sql/write.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

namespace detail {

/// The node in `df::with_deleted(...)` and the like.
template <class Node>
struct inmost_node : std::type_identity<Node> {};
template <class Node>
    requires requires { typename Node::around; }
struct inmost_node<Node> : inmost_node<typename Node::around> {};

/// A model of which two tenants may have records with one key.
struct is_keyed_per_tenant {
    template <class M>
    constexpr auto operator()(hana::basic_type<M>) const noexcept {
        if constexpr (std::is_void_v<M> || std::is_same_v<M, node_::any_model>) return hana::false_{};
        else return hana::bool_<sql::has_keys_per_tenant(schema::table_of<M>)>{};
    }
};

template <class Node>
concept is_of_one_key = requires(const Node& n) { n.key; };
/// Whether children could go to the parents of other tenants that have the same key.
template <class Node>
constexpr bool mixes_children() {
    if constexpr (requires(const Node& n) { n.kinds; }) return decltype(Node::kinds)::mixes_tenants;
    else return false;
}
template <class Node>
concept has_constant_statement = requires { typename std::bool_constant<Node::statement.has_text()>; };

/// Whether its text would let records of two tenants stand together.
template <class Node>
inline constexpr bool mixes_tenants = [] {
    if constexpr (!has_constant_statement<Node>) return false; // found when its text is written
    else {
        const auto parts = ~std::uint64_t{0xFF} & ~sql::policy_variant::as_of;
        sql::writer w{sql::postgres_data, sql::variants_of(Node::statement) | parts};
        sql::write(w, Node::statement);
        return w.refused() == sql::common_table_of_tenants;
    }
}();

template <class Node>
constexpr bool writes_by_predicate() {
    if constexpr (requires { Node::purges_by_predicate; }) return true;
    else if constexpr (!has_constant_statement<Node>) return false;
    else {
        constexpr auto& s = Node::statement;
        return s.own_text == nullptr && (s.what == sql::verb::update || s.what == sql::verb::erase) &&
               (s.match == sql::row_match::all || s.match == sql::row_match::key);
    }
}

template <class Node>
constexpr auto read_only_verdict() {
    if constexpr (requires { typename Node::model; })
        return rule::all_tenants_are_read_only_unless_asked_for_writing<typename Node::model>{};
    else return rule::all_tenants_are_read_only_unless_asked_for_writing<owner_of<Node>>{}; // a workflow
}
template <bool Writes, class Node>
constexpr auto find_node_verdict() {
    using owner = owner_of<Node>;
    using own = typename inmost_node<Node>::type;
    constexpr bool writes = node_::needs_writer<Node>();
    if constexpr (writes && !Writes) return detail::read_only_verdict<Node>();
    else if constexpr (std::is_void_v<owner>) return rule::ok{};
    else if constexpr (writes && !writes_by_predicate<own>())
        return rule::a_write_over_all_tenants_names_its_tenant<owner>{};
    else {
        using repeated = first_that<node_::models_of_node<Node>, is_keyed_per_tenant>;
        if constexpr (!std::is_void_v<repeated> && (is_of_one_key<own> || mixes_children<own>()))
            return rule::a_key_over_all_tenants_is_that_of_several_records_say_whose_by_tenant<repeated>{};
        else if constexpr (mixes_tenants<own>)
            return rule::a_common_table_of_tenants_stands_beside_others_over_all_tenants<owner>{};
        else return rule::ok{};
    }
}
/// Of a workflow: that of each of its nodes, as if it ran by itself.
template <bool Writes, class Flow, std::size_t... K>
constexpr auto find_flow_verdict(std::index_sequence<K...>) {
    return rule::first_broken<
        decltype(detail::find_node_verdict<Writes, typename Flow::template node<K>>())...>{};
}
template <bool Writes, class Node>
constexpr auto find_all_tenants_verdict() {
    if constexpr (requires { Node::graph; })
        return detail::find_flow_verdict<Writes, Node>(std::make_index_sequence<Node::size>{});
    else return detail::find_node_verdict<Writes, Node>();
}

/// The verdict on what runs for one tenant within a transaction over all of them.
template <bool Writes, class Usual, class Node>
constexpr auto find_part_verdict() {
    if constexpr (!rule::is_ok<Usual>) return Usual{};
    else if constexpr (!Writes && node_::needs_writer<Node>()) return read_only_verdict<Node>();
    else return rule::ok{};
}

} // namespace detail

template <bool Writes, class Usual, class Node>
using part_verdict = rule::diagnostic<decltype(detail::find_part_verdict<Writes, Usual, Node>())>;

template <bool Writes, class... M, class Node>
struct all_tenants_verdict<types<with_all_tenants<Writes>, M...>, Node> {
    using usual = run_verdict<types<with_tenant, M...>, Node>;
    template <class Usual>
    static constexpr auto find() {
        if constexpr (!rule::is_ok<Usual>) return Usual{};
        else return detail::find_all_tenants_verdict<Writes, Node>();
    }
    using type = decltype(find<usual>());
};

} // namespace dataflow::database_
