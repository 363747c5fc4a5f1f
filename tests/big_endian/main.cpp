// What depends on the order of bytes, checked on the machine that it runs on: values in memory, their JSON,
// what is sent to PostgreSQL, and, where SQLite is compiled in, a database.
#include <dataflow/dataflow.hpp>
#include <dataflow/json.hpp>

#include <dataflow/driver/postgres/detail/wire.hpp>

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace df = dataflow;
using df::field;
using namespace df::literals;
using namespace std::chrono;

enum class tiny : std::uint8_t { no, yes };
enum class small : std::int16_t { low = -3, high = 60 };
enum class usual { first, second };
enum class large : std::int64_t { none, some };
template <>
struct dataflow::enum_range<small> {
    static constexpr std::int64_t first = -3;
    static constexpr std::int64_t last = 60;
};

struct All {
    df::id<All> id{};
    bool flag{};
    std::int8_t i8{};
    std::uint8_t u8{};
    std::int16_t i16{};
    std::uint16_t u16{};
    std::int32_t i32{};
    std::uint32_t u32{};
    std::int64_t i64{};
    float f32{};
    double f64{};
    std::string text;
    df::bytes raw{};
    df::timestamp moment{};
    df::date day{2000y / 1 / 1};
    df::uuid mark{};
    tiny one{};
    small two{};
    usual four{};
    large eight{};
    df::decimal<10, 2> price{};
    std::chrono::duration<std::int8_t, std::ratio<60>> minutes8{};
    std::chrono::duration<std::int16_t> seconds16{};
    std::chrono::duration<std::int32_t, std::milli> millis32{};
    microseconds micros64{};
    std::vector<std::int32_t> list{};

    friend bool operator==(const All&, const All&) = default;
};

namespace {

int failures = 0;

void check(bool good, const char* what, int line) {
    if (good) return;
    ++failures;
    std::printf("line %d: %s\n", line, what);
}
#define CHECK(...) check(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__, __LINE__)

All sample() {
    All a{.flag = true,
          .i8 = -5,
          .u8 = 250,
          .i16 = -12345,
          .u16 = 54321,
          .i32 = -1234567890,
          .u32 = 4000000000,
          .i64 = -1234567890123456789,
          .f32 = 0.1F,
          .f64 = -2.5e-7,
          .text = "long enough to need a heap: \"\xC3\xA4\"\n and eight more",
          .raw = {std::byte{0}, std::byte{255}},
          .moment = sys_days{2024y / 2 / 29} + 12h + 345us,
          .day = 1999y / 12 / 31,
          .one = tiny::yes,
          .two = small::low,
          .four = usual::second,
          .eight = large::some,
          .price = "-1234.56"_dec};
    for (std::size_t i = 0; i < 16; ++i) *(a.mark.begin() + i) = static_cast<std::uint8_t>(i * 16 + 1);
    a.minutes8 = decltype(a.minutes8){-90};
    a.seconds16 = decltype(a.seconds16){-30000};
    a.millis32 = decltype(a.millis32){1500};
    a.micros64 = microseconds{123456789012345};
    a.list = {1, -2, 2147483647};
    return a;
}

constexpr std::string_view expected =
    R"({"id":0,"flag":true,"i8":-5,"u8":250,"i16":-12345,"u16":54321,"i32":-1234567890,"u32":4000000000,"i64":-1234567890123456789,)"
    R"("f32":0.1,"f64":-2.5e-07,"text":"long enough to need a heap: \"ä\"\n and eight more","raw":"AP8=",)"
    R"("moment":"2024-02-29T12:00:00.000345Z","day":"1999-12-31","mark":"01112131-4151-6171-8191-a1b1c1d1e1f1",)"
    R"("one":"yes","two":"low","four":"second","eight":"some","price":-1234.56,"minutes8":-5400000000,"seconds16":-30000000000,)"
    R"("millis32":1500000,"micros64":123456789012345,"list":[1,-2,2147483647]})";

void memory_and_json() {
    const auto a = sample();
    if (df::to_json(a) != expected) std::puts(df::to_json(a).c_str());
    CHECK(df::to_json(a) == expected);
    CHECK(df::from_json<All>(df::to_json(a)) == a);
    for (std::size_t quote = 0; quote < 24; ++quote) { // texts are looked through eight bytes at a time
        std::string text(24, 'x');
        text[quote] = '"';
        CHECK(df::from_json<std::string>(df::to_json(text)) == text);
    }
    for (const auto& f :
         df::schema::fields_of<All>) { // from one object to another, whole numbers by their value
        if (f.type->memory != df::layout::duration) continue;
        const auto v = df::load(f, &a);
        df::record<All> to{};
        CHECK(df::store_integer(*f.type, df::writable(f, &to), v.integer));
        CHECK(df::load(f, &to).integer == v.integer);
    }
}

void wire() {
    namespace pg = df::driver::postgres_;
    char bytes[8];
    pg::put(bytes, std::int32_t{0x01020304});
    CHECK(std::string_view(bytes, 4) == std::string_view("\1\2\3\4", 4));
    CHECK(pg::get<std::int32_t>(bytes) == 0x01020304);
    pg::put(bytes, std::bit_cast<std::uint64_t>(1.0));
    CHECK(std::string_view(bytes, 8) == std::string_view("\x3F\xF0\0\0\0\0\0\0", 8));
    CHECK(std::bit_cast<double>(pg::get<std::uint64_t>(bytes)) == 1.0);
}

void exact() {
    df::decimal<10, 2> price{"2.50"};
    CHECK((price *= "1.01"_dec) == "2.53"_dec);
    CHECK(df::decimal<18, 9>(0.1).str() == "0.100000000");
    CHECK(df::decimal<18, 0>("9e17").units() == 900'000'000'000'000'000);
}

#if DATAFLOW_SQLITE
void database() {
    df::database<All> db{"sqlite::memory:"};
    const auto made = db.run(df::create(sample()));
    auto wanted = sample();
    wanted.id = made.id;
    CHECK(static_cast<const All&>(db.run(df::read<All>(made.id))) == wanted);
    std::vector<All> rows(300, sample());
    CHECK(db.run(df::bulk_create(rows)).created == 300);
    CHECK(db.run(df::count<All>().where(field<&All::one> == tiny::yes && field<&All::two> == small::low &&
                                        field<&All::seconds16> == -30000s &&
                                        field<&All::price> == "-1234.56"_dec &&
                                        field<&All::i64>.in({-1234567890123456789}))) == 301);
    CHECK(db.run(df::update<All>(made.id, field<&All::minutes8> = decltype(All::minutes8){7},
                                 field<&All::four> = usual::first))
              .minutes8.count() == 7);
}
#endif

} // namespace

int main() {
    std::printf("%s-endian\n", std::endian::native == std::endian::big ? "big" : "little");
    memory_and_json();
    wire();
    exact();
#if DATAFLOW_SQLITE
    database();
    std::puts("with SQLite");
#endif
    std::printf("%d failures\n", failures);
    return failures == 0 ? 0 : 1;
}
