// What a run gives: each node's output, by its name.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/workflow/rules.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// A name as a value: `"order"_n`.
template <fixed_string Name>
struct name_of_node {};

/// The outputs of a run, in the order of the nodes among the arguments.
template <class Graph, class... Outputs>
class results {
  public:
    using outputs = boost::hana::basic_tuple<std::optional<Outputs>...>;

    /// The output of a node: `run["order"_n]`.
    template <fixed_string Name>
    [[nodiscard]] auto& operator[](name_of_node<Name>) & {
        static_assert(verdict<Name>{});
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] const auto& operator[](name_of_node<Name>) const& {
        static_assert(verdict<Name>{});
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] auto operator[](name_of_node<Name>) && {
        static_assert(verdict<Name>{});
        return std::move(at<Name>(*this));
    }

    /// The same: `run.get<"order">()`.
    template <fixed_string Name>
    [[nodiscard]] auto& get() & {
        static_assert(verdict<Name>{});
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] const auto& get() const& {
        static_assert(verdict<Name>{});
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] auto get() && {
        static_assert(verdict<Name>{});
        return std::move(at<Name>(*this));
    }

    /// For the run: where the outputs go.
    [[nodiscard]] outputs& slots() noexcept { return held_; }

  private:
    template <fixed_string Name>
    static constexpr int found = Graph::graph.find(Name.view());
    template <fixed_string Name>
    using verdict = std::conditional_t<(found<Name> >= 0), rule::kept, rule::a_workflow_has_no_node_of_this_name<Name>>;
    template <fixed_string Name, class Self>
    static auto& at(Self& self) {
        if constexpr (found<Name> >= 0) return *boost::hana::at_c<static_cast<std::size_t>(found<Name>)>(self.held_);
        else return self;
    }

    outputs held_;
};

} // namespace dataflow::workflow_

namespace dataflow::literals {

/// The name of a node, to look its output up: `run["order"_n]`.
template <fixed_string Name>
[[nodiscard]] consteval workflow_::name_of_node<Name> operator""_n() {
    return {};
}

} // namespace dataflow::literals
