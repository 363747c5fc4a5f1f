// Runs a graph, node after node in its order.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/workflow/inputs.hpp>
#include <dataflow/workflow/outputs.hpp>
#include <dataflow/workflow/plan.hpp>
#include <dataflow/workflow/port.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::workflow_ {

/// An error of a node gets the node's name: "create" becomes "order (create)".
[[noreturn]] inline void rename(const error& e, const part& node) {
    error_info info = e.info();
    info.node = std::string{node.name} + " (" + (info.node.empty() ? std::string{node.what} : info.node) + ")";
    raise(e.kind(), std::move(info));
}

/// A run: what its nodes take values from. `Flow` has `graph`, `parts_data` and the types.
template <class Flow>
class runner {
  public:
    runner(const Flow& flow, const typename Flow::input& input, typename Flow::output& out) noexcept
        : flow_(flow), input_(input), outputs_(out.slots()) {}

    /// Runs all nodes; the first error ends it, with the node's name in it.
    void run(context& c) {
        [&]<std::size_t... I>(std::index_sequence<I...>) { (step<graph.order[I]>(c), ...); }(std::make_index_sequence<graph.size>{});
    }

  private:
    static constexpr auto& graph = Flow::graph;

    template <std::size_t K>
    using node_type = typename Flow::template argument<graph.arguments[K]>::wrapped;

    template <std::size_t K>
    void step(context& c) {
        try {
            boost::hana::at_c<K>(outputs_).emplace(execute<K>(c));
        } catch (const error& e) {
            rename(e, Flow::parts_data[graph.arguments[K]]);
        }
    }

    /// The links that end at a node, by their positions.
    template <std::size_t K>
    static constexpr auto links_to = [] {
        constexpr std::size_t n = [] {
            std::size_t count = 0;
            for (const auto& l : graph.links) count += l.to == static_cast<int>(K) ? 1 : 0;
            return count;
        }();
        std::array<std::size_t, n> out{};
        std::size_t at = 0;
        for (std::size_t i = 0; i < graph.links.size(); ++i)
            if (graph.links[i].to == static_cast<int>(K)) out[at++] = i;
        return out;
    }();

    /// Calls `use(integral constant of a link)` for each link to a node.
    template <std::size_t K, class Use>
    static void each_link(Use use) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (use(std::integral_constant<std::size_t, links_to<K>[I]>{}), ...);
        }(std::make_index_sequence<links_to<K>.size()>{});
    }

    /// The input that a link ends at; its role is `field` for the whole struct, too.
    template <std::size_t L>
    static constexpr port target = [] {
        constexpr auto& l = graph.links[L];
        if (l.to_port == whole) return port{};
        return Flow::parts_data[graph.arguments[static_cast<std::size_t>(l.to)]].inputs[static_cast<std::size_t>(l.to_port)];
    }();

    /// The value that a link starts from.
    template <std::size_t L>
    decltype(auto) source() const {
        constexpr auto& l = graph.links[L];
        if constexpr (l.from == from_constant) return (boost::hana::at_c<l.argument>(flow_.arguments()).value);
        else if constexpr (l.from == from_input) return field_of<static_cast<int>(l.from_port)>(input_);
        else return field_of<static_cast<int>(l.from_port)>(*boost::hana::at_c<static_cast<std::size_t>(l.from)>(outputs_));
    }
    template <int Port, class T>
    static decltype(auto) field_of(const T& object) {
        if constexpr (Port == whole) return (object);
        else return outputs_of<T>::template get<static_cast<std::size_t>(Port)>(object);
    }

    /// Gives the values of the links to a node's parameters.
    template <std::size_t K, class N>
    void supply_parameters(N& node) const {
        each_link<K>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
            if constexpr (target<L>.is == role::parameter) {
                using placeholder = typename parameter_list<parameters_of<N>>::template at<target<L>.index>;
                workflow_::supply_node<placeholder::name_of_input>(node, source<L>());
            }
        });
    }
    /// Gives the values of the links to the fields of a struct, or to it as a whole.
    template <std::size_t K, class S>
    void fill_fields(S& object) const {
        each_link<K>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
            if constexpr (graph.links[L].to_port == whole) workflow_::assign(object, source<L>());
            else if constexpr (target<L>.is == role::field) workflow_::assign(place<target<L>.index>(object), source<L>());
        });
    }
    /// The field as it is read elsewhere, made writable: one instantiation of the reflection serves both.
    template <std::size_t I, class S>
    static auto& place(S& object) noexcept {
        const auto& found = reflect::get<I>(std::as_const(object));
        return const_cast<std::remove_cvref_t<decltype(found)>&>(found);
    }

    template <std::size_t K>
    auto execute(context& c) const {
        using N = node_type<K>;
        const N& node = boost::hana::at_c<graph.arguments[K]>(flow_.arguments()).value;
        if constexpr (is_function<N>) {
            typename N::input in{};
            fill_fields<K>(in);
            return node.call(std::move(in), c);
        } else if constexpr (links_to<K>.size() == 0 && requires { node.execute(c); }) return node.execute(c);
        else if constexpr (takes_rows<N>::value) {
            N copy = node;
            supply_parameters<K>(copy);
            return execute_rows<K>(copy, c);
        } else if constexpr (takes_keys<N>) {
            auto closed = node.inner;
            each_link<K>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
                const auto& keys = source<L>();
                closed.keys.assign(std::begin(keys), std::end(keys));
            });
            return closed.execute(c);
        } else {
            N copy = node;
            supply_parameters<K>(copy);
            if constexpr (is_create_with<N>) {
                auto fields = copy.start();
                fill_fields<K>(fields);
                return node_::create_node<typename N::model>{std::move(fields)}.execute(c);
            } else {
                if constexpr (has_open_key<N>)
                    each_link<K>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
                        if constexpr (target<L>.is == role::field) workflow_::assign(node_::key_part_at<target<L>.index>(copy.key), source<L>());
                    });
                return std::move(copy).execute(c);
            }
        }
    }

    /// The link to the rows of a bulk node.
    template <std::size_t K>
    static constexpr std::size_t rows_link = [] {
        for (const auto l : links_to<K>)
            if (Flow::parts_data[graph.arguments[K]].inputs[static_cast<std::size_t>(graph.links[l].to_port)].is == role::rows) return l;
        return std::size_t{0};
    }();
    template <std::size_t K>
    static constexpr bool fills_columns = [] {
        for (const auto l : links_to<K>)
            if (Flow::parts_data[graph.arguments[K]].inputs[static_cast<std::size_t>(graph.links[l].to_port)].is == role::column) return true;
        return false;
    }();

    /// The rows go in as they are; a copy is made only where wires fill fields of them.
    template <std::size_t K, class N>
    auto execute_rows(const N& node, context& c) const {
        const auto& rows = source<rows_link<K>>();
        if constexpr (!fills_columns<K>) return takes_rows<N>::with(node, rows).execute(c);
        else {
            std::vector<node_::element_of<decltype(rows)>> own(std::begin(rows), std::end(rows));
            each_link<K>([&]<std::size_t L>(std::integral_constant<std::size_t, L>) {
                if constexpr (target<L>.is == role::column) fill_column<typename N::model, L>(own);
            });
            return takes_rows<N>::with(node, own).execute(c);
        }
    }
    template <class M, std::size_t L, class Rows>
    void fill_column(Rows& rows) const {
        constexpr auto& to = target<L>;
        const auto& value = source<L>();
        using given = std::remove_cvref_t<decltype(value)>;
        if constexpr (workflow_::fits(type_of<counted_as<given>>, *to.type))
            for (auto& row : rows) workflow_::assign(place<to.index>(static_cast<M&>(row)), value);
        else {
            const auto count = std::distance(std::begin(value), std::end(value));
            if (count != static_cast<std::ptrdiff_t>(rows.size()))
                raise(error_kind::invalid_value, {.message = std::to_string(count) + " values for " + std::to_string(rows.size()) + " rows",
                                                  .model = std::string{schema::table_of<M>.model},
                                                  .field = std::string{to.name}});
            auto next = std::begin(value);
            for (auto& row : rows) {
                const std::remove_cvref_t<decltype(*next)>& one = *next;
                workflow_::assign(place<to.index>(static_cast<M&>(row)), one);
                ++next;
            }
        }
    }

    const Flow& flow_;
    const typename Flow::input& input_;
    typename Flow::output::outputs& outputs_;
};

} // namespace dataflow::workflow_
