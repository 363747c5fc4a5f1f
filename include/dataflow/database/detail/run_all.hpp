// Several nodes in one call: `db.run_all(node, node, ...)`.
#pragma once

#include <dataflow/database/session.hpp>
#include <dataflow/node/answer.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/together.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/upsert.hpp>
#include <dataflow/select/select.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

/// The statement that stands for several nodes.
inline constexpr sql::statement all_statement{.node = "run_all"};
inline constexpr sql::statement all_with_functions{.node = "run_all", .runs_functions = true};

/// Whether a node is one statement, which can be sent together with those of other nodes. Others are run by
/// themselves.
template <class Node>
inline constexpr bool sends_one = requires { requires Node::sends_one_statement; };
template <class M, bool Required, bool Open>
inline constexpr bool sends_one<node_::read_node<M, Required, Open>> = true;
template <class M, class P, class... O>
inline constexpr bool sends_one<node_::list_node<M, P, O...>> = true;
template <class M, class P, class Answer>
inline constexpr bool sends_one<node_::answer_node<M, P, Answer>> = true;
template <class Rows, class From, class Items, std::size_t Groups, class P, class H, class Order,
          bool Distinct>
inline constexpr bool sends_one<node_::select_node<Rows, From, Items, Groups, P, H, Order, Distinct>> = true;
template <class M>
inline constexpr bool sends_one<node_::erase_node<M>> = true;

/// Whether a node only adds a record: two such do not meet, though they are about one table.
template <class Node>
inline constexpr bool only_adds = false;
template <class M>
inline constexpr bool only_adds<node_::create_node<M>> = true;
template <class M, class... A>
inline constexpr bool only_adds<node_::create_with<M, A...>> = true;
template <class M>
inline constexpr bool sends_one<node_::create_node<M>> = true;
template <class M, class... A>
inline constexpr bool sends_one<node_::create_with<M, A...>> = true;
template <class M, class Set>
inline constexpr bool sends_one<node_::update_node<M, Set>> = true;

/// Several nodes, each with a place for what it gives.
template <class... Nodes>
class several {
    static constexpr std::size_t size = sizeof...(Nodes);
    using nodes = std::tuple<const Nodes*...>;
    template <std::size_t I>
    using node = std::remove_const_t<std::remove_pointer_t<std::tuple_element_t<I, nodes>>>;

  public:
    static constexpr bool writes = (false || ... || node_::needs_writer<Nodes>());
    using output = std::tuple<typename Nodes::output...>;
    static constexpr const sql::statement& statement =
        (false || ... || runs_functions<Nodes>()) ? all_with_functions : all_statement;

    explicit several(const Nodes&... all) noexcept : nodes_{&all...} {}

    /// Runs all of them: those that can be sent together, so. What they write stays as a whole, or not at
    /// all.
    output run(context& c) {
        in_ = &c;
        if (writes && c.depth() == 0) {
            context::late_scope whole{c, access::read_write};
            run_groups(std::make_index_sequence<size>{});
            whole.done();
        } else run_groups(std::make_index_sequence<size>{});
        return take(std::make_index_sequence<size>{});
    }

  private:
    struct fact {
        bool one = false, writes = false, adds = false;
        table_set read{}, written{};
    };
    /// Where each group of nodes that are sent together begins: its first node. What a node wrote, no later
    /// one of its group is about.
    static constexpr std::array<bool, size + 1> find_starts() noexcept {
        constexpr fact facts[]{{sends_one<Nodes>, node_::needs_writer<Nodes>(), only_adds<Nodes>,
                                Nodes::reads(), Nodes::writes()}...};
        std::array<bool, size + 1> out{};
        std::size_t first = 0;
        for (std::size_t i = 0; i < size; ++i) {
            bool begins = i == 0 || !facts[i].one || !facts[i - 1].one;
            for (std::size_t j = first; j < i && !begins; ++j)
                begins = facts[j].writes && !(facts[j].adds && facts[i].adds) &&
                         (facts[j].written.may_share_with(facts[i].read) ||
                          facts[j].written.may_share_with(facts[i].written));
            out[i] = begins;
            if (begins) first = i;
        }
        out[size] = true;
        return out;
    }
    static constexpr auto starts = find_starts();

    template <std::size_t... I>
    void run_groups(std::index_sequence<I...>) {
        constexpr void (*steps[])(several&){&step<I>...};
        for (std::size_t at = 0, end = 0; at < size; at = end) {
            for (end = at + 1; !starts[end];) ++end;
            if (end - at == 1) {
                steps[at](*this);
                continue;
            }
            gathered_ = {steps + at, nullptr};
            driver::posted room[size];
            node_::together all{*in_, end - at, room,
                                [](void* self, std::size_t i) {
                                    auto& me = *static_cast<several*>(self);
                                    me.gathered_.steps[i](me);
                                },
                                this};
            gathered_.by = &all;
            all.run();
            gathered_.by = nullptr;
        }
    }
    template <std::size_t I>
    static void step(several& me) {
        if (me.gathered_.by != nullptr) me.gathered_.by->expect(&node<I>::statement);
        std::get<I>(me.given_).emplace(std::get<I>(me.nodes_)->execute(*me.in_));
    }
    template <std::size_t... I>
    output take(std::index_sequence<I...>) {
        return output{std::move(*std::get<I>(given_))...};
    }

    nodes nodes_;
    std::tuple<std::optional<typename Nodes::output>...> given_{};
    context* in_ = nullptr;
    struct {
        void (*const* steps)(several&) = nullptr;
        node_::together* by = nullptr;
    } gathered_{};
};

} // namespace dataflow::database_
