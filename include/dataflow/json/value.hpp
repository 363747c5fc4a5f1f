// JSON of any shape: df::json_value.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/kept_text.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/whole.hpp>
#include <dataflow/json/codec.hpp>
#include <dataflow/json/detail/place.hpp>
#include <dataflow/json/form.hpp>
#include <dataflow/json/rules.hpp>
#include <dataflow/schema/types.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace dataflow {

/// A JSON value whose shape is not known: null, a boolean, a number, a text, an array or an object. Whole
/// numbers of 64 bits are kept as such, all others as a double. Keys are in order, and each is there once.
/// However deep it is nested, it can be copied, compared and destroyed; what is deeper than 100 levels cannot
/// be stored or made text (`invalid_value`).
class json_value {
  public:
    using array = std::vector<json_value>;
    using object = std::map<std::string, json_value>;
    using variant = std::variant<std::monostate, bool, std::int64_t, double, std::string, array, object>;

    json_value() = default;
    json_value(std::nullptr_t) {}                                                 // NOLINT: literals are JSON
    json_value(std::same_as<bool> auto b) : held_(std::in_place_type<bool>, b) {} // NOLINT
    /// A whole number. Throws `invalid_value` beyond 64 bits with a sign.
    template <detail::whole I>
    json_value(I n) // NOLINT: literals are JSON
        : held_(std::in_place_type<std::int64_t>,
                detail::as_whole(n, [] { detail::refuse_whole("a whole number of JSON is out of range"); })) {
    }
    json_value(std::floating_point auto x)
        : held_(std::in_place_type<double>, static_cast<double>(x)) {} // NOLINT
    json_value(std::string text) : held_(std::move(text)) {}           // NOLINT
    json_value(std::string_view text) : held_(std::string{text}) {}    // NOLINT
    /// Throws `invalid_value` for a null pointer.
    json_value(const char* text)
        : held_(std::string{dataflow::detail::given_text(text, [] {
              raise(error_kind::invalid_value, {.message = "a null pointer is not a string"});
          })}) {}                                              // NOLINT
    json_value(array elements) : held_(std::move(elements)) {} // NOLINT
    json_value(object members) : held_(std::move(members)) {}  // NOLINT
    json_value(const json_value& other) { copy(other); }
    json_value(json_value&&) noexcept = default;
    json_value& operator=(json_value other) noexcept {
        held_.swap(other.held_);
        return *this;
    }
    ~json_value() {
        if (is_nested()) flatten();
    }

    [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }
    /// The value as a `bool`, `std::int64_t`, `double`, `std::string`, `array` or `object`; null where it is
    /// another.
    template <class T>
    [[nodiscard]] const T* get_if() const& noexcept {
        static_assert(rule::told<held_verdict<T>>::verdict);
        if constexpr (!rule::is_ok<held_verdict<T>>) return nullptr;
        else return std::get_if<T>(&held_);
    }
    template <class T>
    [[nodiscard]] T* get_if() & noexcept {
        static_assert(rule::told<held_verdict<T>>::verdict);
        if constexpr (!rule::is_ok<held_verdict<T>>) return nullptr;
        else return std::get_if<T>(&held_);
    }
    template <class T>
    void get_if() const&& = delete; ///< it would outlive the value: keep that in a variable
    /// A member of an object, or an element of an array; null where there is none. Throws `invalid_value` for
    /// a null pointer.
    [[nodiscard]] const json_value* find(detail::text_argument<"find", json_value> key) const&;
    template <class N>
        requires std::is_arithmetic_v<N>
    [[nodiscard]] const json_value* find(N index) const& {
        using checked = detail::whole_verdict<json_value, "find", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return nullptr;
        else
            return detail::is_in_range<std::size_t>(index) ? element(static_cast<std::size_t>(index))
                                                           : nullptr;
    }
    void find(detail::text_argument<"find", json_value> key) const&& = delete;
    template <class N>
        requires std::is_arithmetic_v<N>
    void find(N index) const&& = delete;
    /// A member, made where it is missing. What is no object becomes one.
    json_value& operator[](const std::string& key) &;

    [[nodiscard]] const variant& held() const& noexcept { return held_; }
    [[nodiscard]] variant held() && { return std::move(held_); }

    /// Numbers are equal by their value: 5 and 5.0.
    friend bool operator==(const json_value& a, const json_value& b) { return a.equals(b); }

  private:
    /// It holds whole numbers as `std::int64_t`, real ones as `double`, and text as `std::string`.
    template <class T>
    using held_verdict =
        std::conditional_t<std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t> ||
                               std::is_same_v<T, double> || std::is_same_v<T, std::string> ||
                               std::is_same_v<T, array> || std::is_same_v<T, object>,
                           rule::ok, rule::a_json_value_is_asked_for_a_type_that_it_never_holds<T>>;

    [[nodiscard]] bool is_nested() const noexcept { return held_.index() >= 5; } // an array or an object
    [[nodiscard]] const json_value* element(std::size_t index) const;
    // None of these calls itself for what is inside, and so none needs more of the stack where that is deep.
    void copy(const json_value& other);
    void flatten() noexcept; ///< takes the arrays and objects inside this out, and destroys them one by one
    [[nodiscard]] bool equals(const json_value& other) const;

    variant held_;
};

/// An object of these members: `df::json_object({{"name", "Al"}, {"tags", df::json_array("new", 7)}})`. Of
/// one name twice the last counts.
[[nodiscard]] json_value json_object(std::initializer_list<std::pair<std::string, json_value>> members);

/// An array of these elements: `df::json_array(1, "two", nullptr, df::json_array())`.
template <class... V>
    requires(std::is_convertible_v<V, json_value> && ...)
[[nodiscard]] json_value json_array(V&&... elements) {
    json_value::array out;
    out.reserve(sizeof...(V));
    (out.push_back(json_value(std::forward<V>(elements))), ...);
    return out;
}

template <>
struct json_::form_of<json_value> {
    static void write(writer& to, const json_value& v);
    static void read(reader& from, json_value& v);
};

template <>
struct schema::json_column<json_value> {
    static constexpr bool is_json = true;
    static constexpr const text_access& access = json_::access_of<json_value>;
    template <class J>
    static constexpr const json_::place_type* place() {
        return &json_::place_of<J>;
    }
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/json/value.ipp>
#endif
