// The fields of an aggregate as bindings: their types, and whether a reference can be bound to each of them.
//
// C++20 has no binding of as many names as there are fields, so each count up to 100 has its own. Boost.PFR
// has such a list, too, but makes references of all fields at once, and for a bit-field that is an error that
// nobody can ask for.
#pragma once

#include <dataflow/core/type_list.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::reflect {

namespace detail {

/// What `ask_fields` gives where the fields are not taken.
struct not_taken {};

/// Takes fields by reference, which no bit-field is; gives their types.
struct take_types {
    template <class... F>
    static types<F...> take(F&...);
};

struct by_reference {
    template <class F>
    by_reference(F&);
};
struct by_value {
    template <class F>
    by_value(const F&);
};
template <std::size_t, class T>
using one_of = T;
/// Takes the first fields by reference, and the others in any way.
template <class First, class Others>
struct take_first;
template <std::size_t... First, std::size_t... Others>
struct take_first<std::index_sequence<First...>, std::index_sequence<Others...>> {
    static std::true_type take(one_of<First, by_reference>..., one_of<Others, by_value>...);
};

#define DATAFLOW_NAMES_1(p) p##0
#define DATAFLOW_NAMES_2(p) DATAFLOW_NAMES_1(p), p##1
#define DATAFLOW_NAMES_3(p) DATAFLOW_NAMES_2(p), p##2
#define DATAFLOW_NAMES_4(p) DATAFLOW_NAMES_3(p), p##3
#define DATAFLOW_NAMES_5(p) DATAFLOW_NAMES_4(p), p##4
#define DATAFLOW_NAMES_6(p) DATAFLOW_NAMES_5(p), p##5
#define DATAFLOW_NAMES_7(p) DATAFLOW_NAMES_6(p), p##6
#define DATAFLOW_NAMES_8(p) DATAFLOW_NAMES_7(p), p##7
#define DATAFLOW_NAMES_9(p) DATAFLOW_NAMES_8(p), p##8
#define DATAFLOW_NAMES_10(p) DATAFLOW_NAMES_9(p), p##9

// Names after those `before` them; a comma ends these.
#define DATAFLOW_BIND(count, ...)                                                                            \
    if constexpr (Size == (count)) {                                                                         \
        auto& [__VA_ARGS__] = object;                                                                        \
        if constexpr (requires { Take::take(__VA_ARGS__); }) return decltype(Take::take(__VA_ARGS__)){};     \
        else return not_taken{};                                                                             \
    }
#define DATAFLOW_BIND_TEN(tens, before, p)                                                                   \
    DATAFLOW_BIND(tens * 10 + 1, before DATAFLOW_NAMES_1(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 2, before DATAFLOW_NAMES_2(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 3, before DATAFLOW_NAMES_3(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 4, before DATAFLOW_NAMES_4(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 5, before DATAFLOW_NAMES_5(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 6, before DATAFLOW_NAMES_6(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 7, before DATAFLOW_NAMES_7(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 8, before DATAFLOW_NAMES_8(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 9, before DATAFLOW_NAMES_9(p))                                                 \
    DATAFLOW_BIND(tens * 10 + 10, before DATAFLOW_NAMES_10(p))
#define DATAFLOW_BEFORE_0
#define DATAFLOW_BEFORE_1 DATAFLOW_BEFORE_0 DATAFLOW_NAMES_10(dataflow_0),
#define DATAFLOW_BEFORE_2 DATAFLOW_BEFORE_1 DATAFLOW_NAMES_10(dataflow_1),
#define DATAFLOW_BEFORE_3 DATAFLOW_BEFORE_2 DATAFLOW_NAMES_10(dataflow_2),
#define DATAFLOW_BEFORE_4 DATAFLOW_BEFORE_3 DATAFLOW_NAMES_10(dataflow_3),
#define DATAFLOW_BEFORE_5 DATAFLOW_BEFORE_4 DATAFLOW_NAMES_10(dataflow_4),
#define DATAFLOW_BEFORE_6 DATAFLOW_BEFORE_5 DATAFLOW_NAMES_10(dataflow_5),
#define DATAFLOW_BEFORE_7 DATAFLOW_BEFORE_6 DATAFLOW_NAMES_10(dataflow_6),
#define DATAFLOW_BEFORE_8 DATAFLOW_BEFORE_7 DATAFLOW_NAMES_10(dataflow_7),
#define DATAFLOW_BEFORE_9 DATAFLOW_BEFORE_8 DATAFLOW_NAMES_10(dataflow_8),

/// What `Take::take` gives for the fields of an object, of which there are Size; never called. A function for
/// each ten of the counts, so that a compiler looks at ten and not at a hundred.
template <class Take, std::size_t Size, std::size_t Tens = (Size - 1) / 10>
struct ask_fields;
#define DATAFLOW_ASK(tens, p)                                                                                \
    template <class Take, std::size_t Size>                                                                  \
    struct ask_fields<Take, Size, tens> {                                                                    \
        template <class T>                                                                                   \
        static constexpr auto of(T& object) {                                                                \
            DATAFLOW_BIND_TEN(tens, DATAFLOW_BEFORE_##tens, p)                                               \
        }                                                                                                    \
    };
DATAFLOW_ASK(0, dataflow_0)
DATAFLOW_ASK(1, dataflow_1)
DATAFLOW_ASK(2, dataflow_2)
DATAFLOW_ASK(3, dataflow_3)
DATAFLOW_ASK(4, dataflow_4)
DATAFLOW_ASK(5, dataflow_5)
DATAFLOW_ASK(6, dataflow_6)
DATAFLOW_ASK(7, dataflow_7)
DATAFLOW_ASK(8, dataflow_8)
DATAFLOW_ASK(9, dataflow_9)

#undef DATAFLOW_ASK
#undef DATAFLOW_BEFORE_0
#undef DATAFLOW_BEFORE_1
#undef DATAFLOW_BEFORE_2
#undef DATAFLOW_BEFORE_3
#undef DATAFLOW_BEFORE_4
#undef DATAFLOW_BEFORE_5
#undef DATAFLOW_BEFORE_6
#undef DATAFLOW_BEFORE_7
#undef DATAFLOW_BEFORE_8
#undef DATAFLOW_BEFORE_9
#undef DATAFLOW_BIND_TEN
#undef DATAFLOW_BIND
#undef DATAFLOW_NAMES_1
#undef DATAFLOW_NAMES_2
#undef DATAFLOW_NAMES_3
#undef DATAFLOW_NAMES_4
#undef DATAFLOW_NAMES_5
#undef DATAFLOW_NAMES_6
#undef DATAFLOW_NAMES_7
#undef DATAFLOW_NAMES_8
#undef DATAFLOW_NAMES_9
#undef DATAFLOW_NAMES_10

template <class T, std::size_t Size>
using bound_types = decltype(ask_fields<take_types, Size>::of(std::declval<T&>()));

/// The first of Size fields that is a bit-field, between Low and High, counted from 0; all are taken but for
/// it.
template <class T, std::size_t Size, std::size_t Low, std::size_t High>
constexpr std::size_t find_bit_field() {
    if constexpr (High - Low <= 1) return Low;
    else {
        constexpr std::size_t middle = Low + (High - Low) / 2;
        using take = take_first<std::make_index_sequence<middle>, std::make_index_sequence<Size - middle>>;
        if constexpr (std::is_same_v<decltype(ask_fields<take, Size>::of(std::declval<T&>())), not_taken>)
            return find_bit_field<T, Size, Low, middle>();
        else return find_bit_field<T, Size, middle, High>();
    }
}

} // namespace detail

/// Whether some of T's fields, of which there are Size, are bit-fields.
template <class T, std::size_t Size>
inline constexpr bool has_bit_fields = std::is_same_v<detail::bound_types<T, Size>, detail::not_taken>;
/// Which is the first of them, counted from 0.
template <class T, std::size_t Size>
inline constexpr std::size_t first_bit_field = detail::find_bit_field<T, Size, 0, Size>();

} // namespace dataflow::reflect
