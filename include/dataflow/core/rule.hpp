// How a mistake is told at compile time.
//
// A rule is a named, empty type in namespace `rule`. A check is a type, its verdict: `rule::ok`, or the
// rule that is broken, with the model and the field as its arguments. The function that a user calls says
// `static_assert(rule::told<verdict>::verdict)`: `ok` converts to true, a rule converts to nothing, so the
// compiler's one error line is its name. What the function returns after that is harmless, so no second error
// follows. A verdict on a model goes through `rule::told`, for each function that takes the model has the
// same.
#pragma once

#include <type_traits>

namespace dataflow::rule {

/// The verdict where no rule is broken.
struct ok {
    [[nodiscard]] constexpr operator bool() const noexcept { return true; }
};

/// The argument that a call lacks, in rules that say what was given.
struct nothing_given {};

/// The verdict on what came out of a mistake that has been told: no second error, and nothing is made of it.
struct told_before {
    [[nodiscard]] constexpr operator bool() const noexcept { return true; }
};

template <class Verdict>
inline constexpr bool is_ok = std::is_same_v<Verdict, ok>;

/// The base of the rules about a model: one that breaks such a rule is refused wherever it is used, and told
/// once.
struct of_a_model {};

/// What a function asserts of its verdict: the verdict itself; of one on a model, nothing more once it is
/// told.
template <class Verdict, bool OfAModel = std::is_base_of_v<of_a_model, Verdict>>
struct told {
    static constexpr Verdict verdict{};
};
template <class Verdict>
struct told<Verdict, true> {
    static constexpr ok verdict{}; // before the assertion: clang forgets what comes after it
    static_assert(Verdict{});      // a class is instantiated once
};

namespace detail {
template <class Verdict>
struct spelled_out {
    using type = Verdict;
};
template <class First, class... Rest>
constexpr auto first_broken() {
    if constexpr ((is_ok<First> && ... && is_ok<Rest>)) return ok{};
    else if constexpr (!is_ok<First>) return First{};
    else return first_broken<Rest...>();
}
} // namespace detail

/// A verdict as it is to be shown: clang prints a type that went through a class with its arguments'
/// values, not with the names that they had in the check.
template <class Verdict>
using diagnostic = typename detail::spelled_out<Verdict>::type;

/// The first of several verdicts that is not `ok`.
template <class... Verdicts>
using first_broken = diagnostic<decltype(detail::first_broken<Verdicts..., ok>())>;

} // namespace dataflow::rule
