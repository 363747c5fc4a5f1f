// Names, types, places and initializers of structs; names of enumerations.
#include <dataflow/core/types.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/enumerators.hpp>
#include <dataflow/reflect/names.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace outer::inner {
struct Deep {
    int first{};
    std::string second;
};
enum class mood : std::uint8_t { calm, merry = 3, furious };
template <class T>
struct Box {
    T content{};
};
} // namespace outer::inner

namespace {

using namespace dataflow;

struct Hidden {
    int only{};
};
enum class hidden_mood { one, two };

struct Hundred {
    int f0{};
    int f1{};
    int f2{};
    int f3{};
    int f4{};
    int f5{};
    int f6{};
    int f7{};
    int f8{};
    int f9{};
    int f10{};
    int f11{};
    int f12{};
    int f13{};
    int f14{};
    int f15{};
    int f16{};
    int f17{};
    int f18{};
    int f19{};
    int f20{};
    int f21{};
    int f22{};
    int f23{};
    int f24{};
    int f25{};
    int f26{};
    int f27{};
    int f28{};
    int f29{};
    int f30{};
    int f31{};
    int f32{};
    int f33{};
    int f34{};
    int f35{};
    int f36{};
    int f37{};
    int f38{};
    int f39{};
    int f40{};
    int f41{};
    int f42{};
    int f43{};
    int f44{};
    int f45{};
    int f46{};
    int f47{};
    int f48{};
    int f49{};
    int f50{};
    int f51{};
    int f52{};
    int f53{};
    int f54{};
    int f55{};
    int f56{};
    int f57{};
    int f58{};
    int f59{};
    int f60{};
    int f61{};
    int f62{};
    int f63{};
    int f64{};
    int f65{};
    int f66{};
    int f67{};
    int f68{};
    int f69{};
    int f70{};
    int f71{};
    int f72{};
    int f73{};
    int f74{};
    int f75{};
    int f76{};
    int f77{};
    int f78{};
    int f79{};
    int f80{};
    int f81{};
    int f82{};
    int f83{};
    int f84{};
    int f85{};
    int f86{};
    int f87{};
    int f88{};
    int f89{};
    int f90{};
    int f91{};
    int f92{};
    int f93{};
    int f94{};
    int f95{};
    int f96{};
    int f97{};
    int f98{};
    int f99{};
};

enum class signed_level : std::int8_t { low = -2, none = 0, high = 100 };
enum old_style : short { old_a, old_b };
enum class big : std::uint64_t { small = 1, large = 60 };

// Values outside of the range that is looked at.
enum class unknown_first { unknown = -1, known };
enum class letter : char { a = 'a', z = 'z' };
enum class all_bits : std::uint64_t { none, all = ~std::uint64_t{0} };
enum class a_byte : std::uint8_t { none, all = 255 };
enum class least : std::int64_t { none, never = INT64_MIN };
enum class flags : unsigned { read = 1, write = 1U << 20, execute = 1U << 30 };
enum class code { fine, missing = 404 };
enum class last_seen { zero, last = 63 };
enum class two : bool { no, yes };
enum class given { x, y = 100'000 };

} // namespace

template <>
inline constexpr auto dataflow::enum_names<given> = std::array{dataflow::enum_name{given::x, "X"}};

template <>
struct dataflow::enum_range<signed_level> {
    static constexpr std::int64_t first = -1000; // cut to the underlying type
    static constexpr std::int64_t last = 1000;
};

namespace {

static_assert(reflect::type_name<outer::inner::Deep> == "Deep");
static_assert(reflect::field_names<outer::inner::Deep>[0] == "first" &&
              reflect::field_names<outer::inner::Deep>[1] == "second");
static_assert(reflect::member_name<&outer::inner::Deep::second> == "second");
static_assert(reflect::type_name<outer::inner::Box<int>> == "Box");
static_assert(reflect::type_name<Hidden> == "Hidden" && reflect::field_names<Hidden>[0] == "only");
static_assert(reflect::member_name<&Hidden::only> == "only");

static_assert(reflect::field_count<Hidden> == 1 && reflect::field_count<Hundred> == 100);
static_assert(reflect::field_names<Hundred>[0] == "f0" && reflect::field_names<Hundred>[57] == "f57" &&
              reflect::field_names<Hundred>[99] == "f99");

static_assert(reflect::aggregate<Hidden> && !reflect::aggregate<int> && !reflect::aggregate<std::string>);

static_assert(reflect::stray_enumerator<unknown_first> == unknown_first::unknown);
static_assert(reflect::stray_enumerator<letter> == letter::a &&
              reflect::stray_enumerator<code> == code::missing);
static_assert(reflect::stray_enumerator<all_bits> == all_bits::all &&
              reflect::stray_enumerator<a_byte> == a_byte::all);
static_assert(reflect::stray_enumerator<least> == least::never &&
              reflect::stray_enumerator<flags> == flags::write);
static_assert(!reflect::has_stray_enumerator<last_seen> && !reflect::has_stray_enumerator<two>);
static_assert(!reflect::has_stray_enumerator<signed_level> &&
              !reflect::has_stray_enumerator<big>); // no number is tried of the first
static_assert(!reflect::has_stray_enumerator<given>);

TEST(reflect, finds_the_fields_of_a_local_struct) {
    struct Local {
        double here{};
        bool there{};
    };
    static_assert(reflect::type_name<Local> == "Local");
    static_assert(reflect::field_names<Local>[0] == "here" && reflect::field_names<Local>[1] == "there");
    static_assert(std::is_same_v<reflect::field_type<Local, 1>, bool>);
}

TEST(reflect, gives_the_fields_of_an_object) {
    Hundred h;
    h.f42 = 7;
    EXPECT_EQ(reflect::get<42>(h), 7);
    reflect::get<99>(h) = 3;
    EXPECT_EQ(h.f99, 3);
}

struct Mixed {
    bool a{};
    std::int64_t b{};
    char c{};
    std::optional<std::int16_t> d{};
    std::string e;
    std::optional<std::string> f{};
    uuid g{};
    float h{};
    std::optional<timestamp> i{};
    date j{};
    std::optional<uuid> k{};
    bytes l;
    std::int8_t m{};
};

TEST(reflect, knows_where_the_fields_lie) {
    const Mixed object{};
    const auto* base = reinterpret_cast<const std::byte*>(&object);
    const auto real = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array{reinterpret_cast<const std::byte*>(&reflect::get<I>(object)) - base...};
    }(std::make_index_sequence<reflect::field_count<Mixed>>{});
    for (std::size_t i = 0; i < real.size(); ++i)
        EXPECT_EQ(real[i], reflect::field_layout<Mixed>.offsets[i]) << reflect::field_names<Mixed>[i];
    EXPECT_EQ(reflect::field_layout<Mixed>.struct_size, sizeof(Mixed));
    EXPECT_EQ(reflect::field_layout<Hundred>.offsets[99], 99 * sizeof(int));
}

struct Defaults {
    int given = 3;
    int zero = 0;
    int left_out;
    double real = 1.5;
    double open;
};

// An initializer of zero is one; a field without any is told apart from it.
static_assert(reflect::initialized<Defaults, 0> && reflect::initialized<Defaults, 1> &&
              !reflect::initialized<Defaults, 2>);
static_assert(reflect::initialized<Defaults, 3> && !reflect::initialized<Defaults, 4>);

constexpr bool names_are(std::span<const enumerator> found, std::initializer_list<enumerator> expected) {
    if (found.size() != expected.size()) return false;
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i].value != expected.begin()[i].value || found[i].name != expected.begin()[i].name)
            return false;
    return true;
}

static_assert(names_are(reflect::enumerators<outer::inner::mood>,
                        {{0, "calm"}, {3, "merry"}, {4, "furious"}}));
static_assert(names_are(reflect::enumerators<hidden_mood>, {{0, "one"}, {1, "two"}}));
static_assert(names_are(reflect::enumerators<signed_level>, {{-2, "low"}, {0, "none"}, {100, "high"}}));
static_assert(names_are(reflect::enumerators<old_style>, {{0, "old_a"}, {1, "old_b"}}));
static_assert(names_are(reflect::enumerators<big>, {{1, "small"}, {60, "large"}}));
static_assert(dataflow::name_of(signed_level::high) == "high" &&
              dataflow::name_of(static_cast<signed_level>(7)).empty());
static_assert(dataflow::parse_enum<signed_level>("low") == signed_level::low &&
              !dataflow::parse_enum<signed_level>("Low"));

} // namespace
