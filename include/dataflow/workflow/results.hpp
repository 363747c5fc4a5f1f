// What a run gives: each node's output, by its name.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/workflow/detail/engine.hpp>
#include <dataflow/workflow/parts.hpp>
#include <dataflow/workflow/rules.hpp>

#include <cstddef>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// The names of a workflow's nodes.
template <class... Names>
struct node_names {
    /// The position of a name, or -1.
    static constexpr int find(std::string_view name) noexcept {
        int at = 0;
        const bool found = ((same_name(Names::view(), name) || (++at, false)) || ...);
        return found ? at : -1;
    }
};

/// Where outputs of these types lie, one after another.
template <class... T>
struct output_places {
    std::size_t at[sizeof...(T) + 1]{};
    std::size_t align = 1;

    constexpr output_places() noexcept {
        const std::size_t sizes[]{sizeof(T)..., 0};
        const std::size_t aligns[]{alignof(T)..., 1};
        std::size_t next = 0;
        for (std::size_t i = 0; i <= sizeof...(T); ++i) {
            if (aligns[i] > align) align = aligns[i];
            next = (next + aligns[i] - 1) / aligns[i] * aligns[i];
            at[i] = next; // the last one: the size of all
            next += sizes[i];
        }
    }
};

/// The outputs of a run, in the order of the nodes among the arguments. All of them are there: a run that
/// fails gives no results.
template <class Names, class... Outputs>
class results {
  public:
    /// Runs the nodes; `r` says how. What they throw is passed on.
    results(const run_plan& r, context& c) { run_nodes(r, c, raw_); }
    results(const results& other)
        requires(std::is_copy_constructible_v<Outputs> && ...)
    {
        take(other, std::index_sequence_for<Outputs...>{});
    }
    results(results&& other)
        requires(std::is_move_constructible_v<Outputs> && ...)
    {
        take(std::move(other), std::index_sequence_for<Outputs...>{});
    }
    results& operator=(results other)
        requires(std::is_move_assignable_v<Outputs> && ...)
    {
        assign(other, std::index_sequence_for<Outputs...>{});
        return *this;
    }
    ~results() {
        [[maybe_unused]] std::size_t at = 0; // as `places` says, which would be one more symbol here
        ((at = (at + alignof(Outputs) - 1) / alignof(Outputs) * alignof(Outputs),
          reinterpret_cast<Outputs*>(raw_ + at)->~Outputs(), at += sizeof(Outputs)),
         ...);
    }

    /// The output of a node: `run["order"_n]`.
    template <fixed_string Name>
    [[nodiscard]] auto& operator[](name_of_node<Name>) & {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] const auto& operator[](name_of_node<Name>) const& {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] auto operator[](name_of_node<Name>) && {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return std::move(at<Name>(*this));
    }

    template <std::size_t N>
    node_::refused_output operator[](const char (&)[N]) const {
        using checked = rule::a_name_in_brackets_is_written_without_its_n<const char[N]>;
        static_assert(rule::told<checked>::verdict);
        return {};
    }

    /// The same: `run.get<"order">()`.
    template <fixed_string Name>
    [[nodiscard]] auto& get() & {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] const auto& get() const& {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return at<Name>(*this);
    }
    template <fixed_string Name>
    [[nodiscard]] auto get() && {
        using checked = verdict<Name>;
        static_assert(rule::told<checked>::verdict);
        return std::move(at<Name>(*this));
    }

  private:
    /// Where each output lies: as `plan::places` says.
    static constexpr output_places<Outputs...> places{};
    template <std::size_t K, class T>
    struct slot {};
    template <class Indices>
    struct slots;
    template <std::size_t... K>
    struct slots<std::index_sequence<K...>> : slot<K, Outputs>... {};
    template <std::size_t K, class T>
    static std::type_identity<T> find(const slot<K, T>*);
    template <std::size_t K>
    using type = typename decltype(results::find<K>(
        static_cast<slots<std::index_sequence_for<Outputs...>>*>(nullptr)))::type;

    template <fixed_string Name>
    static constexpr int found = Names::find(Name.view());
    template <fixed_string Name>
    using verdict =
        std::conditional_t<(found<Name> >= 0), rule::ok, rule::a_workflow_has_no_node_of_this_name<Name>>;
    template <fixed_string Name, class Self>
    static auto& at(Self& self) {
        if constexpr (found<Name> >= 0) return self.template output<static_cast<std::size_t>(found<Name>)>();
        else return refused();
    }
    [[noreturn]] static node_::refused_output& refused() { __builtin_trap(); }
    template <std::size_t K>
    [[nodiscard]] type<K>& output() noexcept {
        return *std::launder(reinterpret_cast<type<K>*>(raw_ + places.at[K]));
    }
    template <std::size_t K>
    [[nodiscard]] const type<K>& output() const noexcept {
        return *std::launder(reinterpret_cast<const type<K>*>(raw_ + places.at[K]));
    }

    /// Copies or moves all outputs; where that throws, those that were made are ended.
    template <class Other, std::size_t... K>
    void take([[maybe_unused]] Other&& other, std::index_sequence<K...>) {
        [[maybe_unused]] std::size_t made = 0;
        try {
            ((::new (static_cast<void*>(raw_ + places.at[K]))
                  Outputs(std::forward<Other>(other).template output_of<K>()),
              ++made),
             ...);
        } catch (...) {
            ((K < made ? output<K>().~Outputs() : void()), ...);
            throw;
        }
    }
    template <std::size_t... K>
    void assign([[maybe_unused]] results& other, std::index_sequence<K...>) {
        ((output<K>() = std::move(other.template output<K>())), ...);
    }
    template <std::size_t K>
    [[nodiscard]] type<K>&& output_of() && noexcept {
        return static_cast<type<K>&&>(output<K>());
    }
    template <std::size_t K>
    [[nodiscard]] const type<K>& output_of() const& noexcept {
        return output<K>();
    }

    alignas(places.align) std::byte raw_[places.at[sizeof...(Outputs)] + 1];
};

} // namespace dataflow::workflow_

namespace dataflow::literals {

/// The name of a node, to look its output up: `run["order"_n]`.
template <fixed_string Name>
[[nodiscard]] consteval workflow_::name_of_node<Name> operator""_n() {
    return {};
}

} // namespace dataflow::literals
