// A text that a function takes.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/kept_text.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/rules.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::detail {

[[noreturn, gnu::cold]] inline void refuse_null_text() {
    raise(error_kind::invalid_value, {.message = "a null pointer is not a string"});
}

/// What converts to a std::string_view, but for a null pointer: the constant `nullptr` does not compile,
/// another one throws `invalid_value`. `Place`: the function, for the message; `Of`: what it is asked for.
/// Not kept: it refers to its argument.
template <fixed_string Place, class Of = void>
class text_argument {
  public:
    template <class T>
        requires(std::is_convertible_v<const T&, std::string_view> && !std::is_null_pointer_v<T>)
    constexpr text_argument(const T& text)
        : view_(detail::given_text(text, [] { refuse_null_text(); })) {} // NOLINT
    template <class T>
        requires std::is_null_pointer_v<T>
    constexpr text_argument(T) { // NOLINT
        using checked = rule::diagnostic<std::conditional_t<
            std::is_null_pointer_v<T>, rule::a_null_pointer_is_given_for_a_string<Place, Of>, rule::ok>>;
        static_assert(checked{});
    }
    /// What is no text: explicit, so that it is told where a text is asked for, and overloads are chosen
    /// without it.
    template <class T>
        requires(!std::is_convertible_v<const T&, std::string_view> && !std::is_null_pointer_v<T>)
    constexpr explicit text_argument(const T&) {
        using checked = rule::diagnostic<rule::a_string_is_expected<Place, Of, T>>;
        static_assert(rule::told<checked>::verdict);
    }

    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view_; } // NOLINT: it is one

  private:
    std::string_view view_{};
};

/// The same, kept: a std::string that is made of no null pointer.
template <fixed_string Place>
class string_argument : public std::string {
  public:
    string_argument() = default;
    string_argument(std::string&& text) noexcept : std::string(std::move(text)) {} // NOLINT
    template <class T>
        requires std::is_convertible_v<const T&, std::string_view>
    string_argument(const T& text) // NOLINT
        : std::string(std::string_view{text_argument<Place>(text)}) {}
};

} // namespace dataflow::detail
