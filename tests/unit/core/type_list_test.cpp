// The list of types is a sequence for Boost.Hana.
#include <dataflow/core/type_list.hpp>

#include <gtest/gtest.h>

#include <boost/hana/back.hpp>
#include <boost/hana/concat.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/reverse.hpp>
#include <boost/hana/transform.hpp>

#include <string>
#include <type_traits>

namespace {

namespace hana = boost::hana;
using dataflow::types;

struct is_small {
    template <class T>
    constexpr hana::bool_<sizeof(T) == 1> operator()(hana::basic_type<T>) const {
        return {};
    }
};
struct incomplete;

template <class A, class B>
constexpr bool same = std::is_same_v<A, B>;

using several = types<int, char, double, bool, char>;
static_assert(same<decltype(types<int>{} + types<>{} + types<char, int>{}), types<int, char, int>>);

static_assert(same<dataflow::type_at<several, 0>, int>);
static_assert(same<dataflow::type_at<several, 4>, char>);
static_assert(same<dataflow::type_at<types<incomplete, void>, 0>, incomplete>);

static_assert(dataflow::among<char, several>);
static_assert(!dataflow::among<float, several>);
static_assert(!dataflow::among<int, types<>>);
static_assert(dataflow::among<void, types<incomplete, void>>);

static_assert(same<dataflow::filtered<several, is_small>, types<char, bool, char>>);
static_assert(same<dataflow::filtered<types<int>, is_small>, types<>>);
static_assert(same<dataflow::filtered<types<>, is_small>, types<>>);

static_assert(same<dataflow::first_that<several, is_small>, char>);
static_assert(same<dataflow::first_that<types<int, double>, is_small>, void>);
static_assert(same<dataflow::first_that<types<>, is_small>, void>);

static_assert(same<dataflow::front<several>::type, int>);
static_assert(same<dataflow::front<types<>>::type, void>);

static_assert(same<decltype(hana::fold_left(several{}, types<>{}, dataflow::add_new{})),
                   types<int, char, double, bool>>);
static_assert(same<decltype(hana::fold_left(several{}, types<bool>{}, dataflow::add_new{})),
                   types<bool, int, char, double>>);

// Algorithms that the library does not call work as well: the list is a Sequence with all that belongs to
// one.
static_assert(hana::Sequence<several>::value);
static_assert(decltype(hana::length(several{}))::value == 5);
static_assert(same<std::decay_t<decltype(hana::back(several{}))>::type, char>);
static_assert(same<decltype(hana::reverse(types<int, char>{})), types<char, int>>);
static_assert(same<decltype(hana::concat(types<int>{}, types<char>{})), types<int, char>>);
static_assert(same<decltype(hana::filter(several{}, is_small{})), types<char, bool, char>>);
static_assert(same<decltype(hana::unpack(types<int, char>{}, hana::make<dataflow::detail::types_tag>)),
                   types<int, char>>);
static_assert(decltype(hana::equal(types<int, char>{}, types<int, char>{}))::value);
static_assert(!decltype(hana::equal(types<int, char>{}, types<char, int>{}))::value);
static_assert(same<decltype(hana::drop_front(several{}, hana::size_c<3>)), types<bool, char>>);
static_assert(same<decltype(hana::drop_front(types<int>{}, hana::size_c<3>)), types<>>);

TEST(type_list, holds_nothing) { EXPECT_TRUE(std::is_empty_v<several>); }

} // namespace
