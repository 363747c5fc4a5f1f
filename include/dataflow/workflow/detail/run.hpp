// How each kind of node runs in a workflow: templates only where a node's own type is needed.
#pragma once

#include <dataflow/node/create.hpp>
#include <dataflow/schema/defaults.hpp>
#include <dataflow/workflow/detail/engine.hpp>
#include <dataflow/workflow/detail/fill.hpp>
#include <dataflow/workflow/detail/inputs.hpp>
#include <dataflow/workflow/detail/outputs.hpp>

#include <cstddef>
#include <iterator>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::workflow_ {

/// Runs a node of type N.
template <class N>
void run_step(step_call& s) {
    using output = typename N::output;
    if (s.ending) {
        static_cast<output*>(s.output())->~output();
        return;
    }
    const N& node = *static_cast<const N*>(s.value());
    if constexpr (is_function<N>) {
        using in_type = typename N::input;
        if constexpr (!is_record<in_type> && !std::is_same_v<in_type, nothing>)
            workflow_::require_fields<in_type>(s);
        in_type in{};
        s.fill(&in);
        ::new (s.output()) output(node.call(static_cast<in_type&&>(in), s.c));
    } else if constexpr (is_upsert_with<N>) {
        static_assert(rule::diagnostic<decltype(N::target_alone())>{});
        if constexpr (N::start::in_doubt) workflow_::require_start<typename N::start>(s);
        const auto go = [&s](const N& ready) {
            auto record = typename N::start{ready.items}.start();
            s.fill(&record);
            ::new (s.output()) output(ready.from(std::move(record)).execute(s.c));
        };
        if constexpr (!has_parameters<N>) go(node);
        else {
            N copy = node;
            workflow_::supply_parameters(s, copy, parameters_of<N>{});
            go(copy);
        }
    } else if constexpr (is_create_with<N>) {
        using model = typename N::model;
        if constexpr (N::in_doubt) workflow_::require_start<N>(s);
        output* out;
        if constexpr (N::given::count == 0) out = ::new (s.output()) output();
        else if constexpr (!has_parameters<N>) out = ::new (s.output()) output(node.start());
        else {
            N copy = node;
            workflow_::supply_parameters(s, copy, parameters_of<N>{});
            out = ::new (s.output()) output(copy.start());
        }
        s.made = true;
        s.fill(out);
        node_::insert(s.c, N::statement, schema::fields_of<model>, out);
    } else if constexpr (has_parameters<N> || has_open_key<N>) {
        N copy = node;
        auto& inner = inner_of<N>::in(copy);
        if constexpr (has_parameters<N>) workflow_::supply_parameters(s, inner, parameters_of<N>{});
        if constexpr (has_open_key<N>) workflow_::fill_key(s, inner, key_parts<typename N::model>{});
        ::new (s.output()) output(static_cast<N&&>(copy).execute(s.c));
    } else ::new (s.output()) output(node.execute(s.c));
}

/// What a link joins, as types. `Flow` has `graph` and the types of its parts.
template <class Flow, std::size_t L>
struct wired {
    static constexpr const link& at = Flow::graph.links[L];

    template <class T>
    static constexpr auto port_of() {
        if constexpr (at.from_port == whole) return std::type_identity<T>{};
        else
            return std::type_identity<
                typename outputs_of<T>::template type<static_cast<std::size_t>(at.from_port)>>{};
    }
    static constexpr auto find_source() {
        if constexpr (at.from == from_constant)
            return std::type_identity<decltype(Flow::template argument<at.argument>::value)>{};
        else if constexpr (at.from == from_input) return port_of<typename Flow::input>();
        else return port_of<typename Flow::template node<static_cast<std::size_t>(at.from)>::output>();
    }
    using source = typename decltype(find_source())::type;

    using target_node = typename Flow::template node<static_cast<std::size_t>(at.to)>;
    static constexpr auto find_target() {
        if constexpr (at.to_port == whole) return std::type_identity<whole_input<target_node>>{};
        else return std::type_identity<reflect::field_type<typename target_node::input, at.index>>{};
    }
    static void move(void* to, const void* from) {
        workflow_::assign(*static_cast<typename decltype(find_target())::type*>(to),
                          *static_cast<const source*>(from));
    }
};

/// What moves the value of the I-th argument, a wire or a constant; null where the engine does it.
template <class Flow, std::size_t I>
constexpr mover mover_of() noexcept {
    constexpr std::size_t at = [] {
        std::size_t l = 0;
        while (l < Flow::graph.links.size() && Flow::graph.links[l].argument != I) ++l;
        return l;
    }();
    if constexpr (at < Flow::graph.links.size()) {
        constexpr auto& l = Flow::graph.links[at];
        if constexpr (l.is == role::field && (l.to_port == whole || !l.storable))
            return &wired<Flow, at>::move;
        else return nullptr;
    } else return nullptr;
}

/// Runs the I-th argument of a flow: a bulk node whose rows or keys come by wire.
template <class Flow, std::size_t I>
struct bulk_step {
    using node_type = typename Flow::template argument<I>::wrapped;
    using model = typename node_type::model;
    using output = typename node_type::output;
    static constexpr auto& links = Flow::graph.links;
    static constexpr std::size_t K = [] {
        std::size_t k = 0;
        while (Flow::graph.arguments[k] != I) ++k;
        return k;
    }();

    static void run(step_call& s) {
        if (s.ending) {
            static_cast<output*>(s.output())->~output();
            return;
        }
        const auto& node = *static_cast<const node_type*>(s.value());
        if constexpr (takes_keys<node_type>) {
            auto closed = node.inner;
            closed.take(source<find_link(role::keys)>(s));
            ::new (s.output()) output(closed.execute(s.c));
        } else if constexpr (has_parameters<node_type>) {
            node_type copy = node;
            workflow_::supply_parameters(s, copy, parameters_of<node_type>{});
            run_rows(s, copy);
        } else run_rows(s, node);
    }

  private:
    /// The first link of a role to the node; the number of links where there is none.
    static constexpr std::size_t find_link(role is) {
        std::size_t l = 0;
        while (l < links.size() && (links[l].to != static_cast<int>(K) || links[l].is != is)) ++l;
        return l;
    }
    template <std::size_t L>
    static const auto& source(const step_call& s) {
        return *static_cast<const typename wired<Flow, L>::source*>(s.source(links[L]));
    }

    /// The rows go in as they are; a copy is made only where wires fill fields of them.
    static void run_rows(step_call& s, const node_type& node) {
        const auto& rows = source<find_link(role::rows)>(s);
        if constexpr (find_link(role::column) == links.size())
            ::new (s.output()) output(takes_rows<node_type>::with(node, rows).execute(s.c));
        else {
            std::vector<node_::element_of<decltype(rows)>> own(std::begin(rows), std::end(rows));
            fill_columns(s, own, std::make_index_sequence<links.size()>{});
            ::new (s.output()) output(takes_rows<node_type>::with(node, own).execute(s.c));
        }
    }
    template <class Rows, std::size_t... L>
    static void fill_columns(const step_call& s, Rows& rows, std::index_sequence<L...>) {
        (fill_column<L>(s, rows), ...);
    }
    template <std::size_t L, class Rows>
    static void fill_column(const step_call& s, Rows& rows) {
        constexpr auto& to = links[L];
        if constexpr (to.to == static_cast<int>(K) && to.is == role::column) {
            using given = typename wired<Flow, L>::source;
            if constexpr (workflow_::fits(type_of<counted_as<given>>,
                                          type_of<reflect::field_type<model, to.index>>))
                s.give_rows(to, rows.data(), sizeof(typename Rows::value_type), rows.size());
            else {
                const auto& values = source<L>(s);
                using one = std::remove_cvref_t<decltype(*std::begin(values))>;
                const auto count =
                    static_cast<std::size_t>(std::distance(std::begin(values), std::end(values)));
                if (count != rows.size())
                    fail_count(count, rows.size(), schema::table_of<model>.model,
                               reflect::field_names<model>[to.index]);
                auto next = std::begin(values);
                for (auto& row : rows) {
                    const one& value = *next;
                    void* const place =
                        reinterpret_cast<std::byte*>(static_cast<model*>(&row)) + to.to_offset;
                    if (!move_value(*to.to_type, place, schema::info_of<one>, &value)) fail_time(to);
                    ++next;
                }
            }
        }
    }
};

/// What runs the I-th argument; null where it is no node.
template <class Flow, std::size_t I, class Argument>
constexpr step step_of() noexcept {
    if constexpr (requires { typename Argument::wrapped; }) {
        using N = typename Argument::wrapped;
        if constexpr (takes_rows<N>::value || takes_keys<N>) return &bulk_step<Flow, I>::run;
        else return &run_step<N>;
    } else return nullptr;
}

} // namespace dataflow::workflow_
