// Tables of models: columns, keys, foreign keys, options, and where the fields of a record lie.
#include <dataflow/schema/model.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

namespace df = dataflow;
using df::schema::table_of;

enum class color { red, green };

struct Parent {
    df::id<Parent> id{};
    std::string name;
};
struct Airport {
    df::id<Airport, std::string> iata{};
    std::string city;

    static constexpr auto dataflow = df::options{.key = df::key("iata"), .timestamps = false};
};
struct Token {
    df::id<Token, df::uuid> id{};
};
struct Child {
    df::id<Child> id{};
    df::id<Parent> parent;
    std::optional<df::id<Parent>> second{};
    std::optional<df::id<Child>> sibling{};
    df::id<Airport, std::string> home{};
    df::id<Token, df::uuid> token{};

    static constexpr auto dataflow = df::options{
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"parent", df::on_delete::cascade},
                                         df::foreign_key_rule{"second", df::on_delete::set_null})};
};
struct Note {
    std::string body;
};
struct Cell {
    int col{};
    int row{};
    int value = 7;

    static constexpr auto dataflow =
        df::options{.key = df::key("row", "col"), .timestamps = false, .reuse_keys = true};
};
struct Full {
    df::id<Full> id{};
    std::string status;
    int total = 1;
    std::optional<int> score{};
    int open;

    static constexpr auto dataflow = df::options{
        .table = "everything",
        .unique = df::unique({"status", "total"}, df::index{"score"}),
        .indexes =
            df::indexes({"created_at", "status"}, df::index{"total"}.where(df::column("status") == "new")),
        .checks =
            df::checks(df::check("positive", df::column("total") > 0 && df::not_null(df::column("score")))),
    };
};

constexpr std::string_view column(const df::schema::table& t, std::size_t i) { return t.columns[i].name; }

// --- columns and keys ---
static_assert(table_of<Parent>.columns.size() == 4 && table_of<Parent>.own_columns == 2);
static_assert(column(table_of<Parent>, 2) == "created_at" && column(table_of<Parent>, 3) == "updated_at");
static_assert(table_of<Parent>.generated_key == 0 && table_of<Parent>.columns[0].key &&
              table_of<Parent>.columns[0].generated);
static_assert(table_of<Parent>.created_at == 2 && table_of<Parent>.updated_at == 3);
static_assert(table_of<Note>.columns.size() == 4 && column(table_of<Note>, 1) == "id" &&
              table_of<Note>.generated_key == 1);
static_assert(table_of<Airport>.columns.size() == 2 && table_of<Airport>.generated_key == -1 &&
              table_of<Airport>.created_at == -1);
static_assert(table_of<Token>.generated_key == -1 && table_of<Token>.columns[0].key);
static_assert(table_of<Cell>.key.size() == 2 && table_of<Cell>.key[0] == 1 &&
              table_of<Cell>.key[1] == 0); // as the option says
static_assert(table_of<Cell>.reuse_keys && !table_of<Parent>.reuse_keys);
static_assert(std::is_same_v<df::schema::key_type<Cell, 0>, int> &&
              std::is_same_v<df::schema::key_type<Note>, df::id<Note>>);
static_assert(df::schema::is_model<Child> && df::schema::is_model<Full>);

// --- foreign keys ---
static_assert(table_of<Child>.foreign_keys.size() == 5);
static_assert(table_of<Child>.foreign_keys[0].table == "parents" &&
              table_of<Child>.foreign_keys[0].target == "id" &&
              table_of<Child>.foreign_keys[0].action == df::on_delete::cascade);
static_assert(table_of<Child>.foreign_keys[1].column == 2 &&
              table_of<Child>.foreign_keys[1].action == df::on_delete::set_null);
static_assert(table_of<Child>.foreign_keys[2].table == "children" &&
              table_of<Child>.foreign_keys[2].target == "id");
static_assert(table_of<Child>.foreign_keys[3].table == "airports" &&
              table_of<Child>.foreign_keys[3].target == "iata");
static_assert(table_of<Child>.foreign_keys[4].table == "tokens");
static_assert(table_of<Parent>.foreign_keys.empty() && table_of<Airport>.foreign_keys.empty());

// --- options ---
static_assert(table_of<Full>.name == "everything" && table_of<Full>.model == "Full");
static_assert(table_of<Full>.indexes.size() == 4 && table_of<Full>.indexes[0].unique &&
              table_of<Full>.indexes[1].unique);
static_assert(table_of<Full>.indexes[0].size == 2 && table_of<Full>.indexes[0].columns[1] == 2);
static_assert(!table_of<Full>.indexes[2].unique &&
              column(table_of<Full>, table_of<Full>.indexes[2].columns[0]) == "created_at");
static_assert(table_of<Full>.indexes[3].where.size == 3 && table_of<Full>.indexes[2].where.size == 0);
static_assert(table_of<Full>.checks.size() == 1 && table_of<Full>.checks[0].name == "positive");

// --- types ---
static_assert(df::schema::storable<std::optional<color>> && df::schema::storable<df::bytes> &&
              df::schema::storable<float>);
static_assert(!df::schema::storable<std::uint64_t> && !df::schema::storable<char> &&
              !df::schema::storable<const char*> &&
              !df::schema::storable<std::optional<std::optional<int>>> && !df::schema::storable<void*>);
static_assert(df::schema::info_of<std::uint16_t>.stored == df::storage::int32 &&
              df::schema::info_of<std::uint32_t>.stored == df::storage::int64);
static_assert(df::schema::info_of<std::optional<int>>.nullable() && !df::schema::info_of<int>.nullable());

template <class M>
void expect_places() {
    const df::record<M> object{};
    const auto* base = reinterpret_cast<const std::byte*>(&object);
    const auto fields = df::schema::fields_of<M>;
    const auto place = [&](const auto& member) {
        return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&member) - base);
    };
    const auto real = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array{place(df::reflect::get<I>(static_cast<const M&>(object)))...};
    }(std::make_index_sequence<df::reflect::field_count<M>>{});
    for (std::size_t i = 0; i < real.size(); ++i) EXPECT_EQ(real[i], fields[i].offset) << fields[i].name;
    const auto& t = table_of<M>;
    if constexpr (df::schema::has_managed_key<M>) {
        EXPECT_EQ(place(object.id), fields[static_cast<std::size_t>(t.generated_key)].offset);
    }
    if constexpr (df::options_of<M>.timestamps) {
        EXPECT_EQ(place(object.created_at), fields[static_cast<std::size_t>(t.created_at)].offset);
        EXPECT_EQ(place(object.updated_at), fields[static_cast<std::size_t>(t.updated_at)].offset);
    }
}

// Structs that end in padding, where a base class could be put.
struct Tail {
    std::int64_t wide{};
    bool narrow = true;
};
struct Byte {
    bool only = true;
};
struct Three {
    std::int8_t a{};
    std::int8_t b{};
    std::int8_t c{};
};
struct Five {
    df::id<Five> id{};
    std::int32_t a{};
    std::int8_t b{};
};
struct NoTimes {
    bool only = true;
    static constexpr auto dataflow = df::options{.timestamps = false};
};
struct Days {
    df::date day{};
    df::uuid token{};
    bool last{};
};

TEST(table, knows_where_the_fields_of_a_record_lie) {
    expect_places<Parent>();
    expect_places<Airport>();
    expect_places<Child>();
    expect_places<Note>();
    expect_places<Cell>();
    expect_places<Full>();
    expect_places<Tail>();
    expect_places<Byte>();
    expect_places<Three>();
    expect_places<Five>();
    expect_places<NoTimes>();
    expect_places<Days>();
}

TEST(table, a_record_is_the_struct_and_more) {
    const df::record<Parent> r{Parent{.id = df::id<Parent>{3}, .name = "x"}};
    EXPECT_EQ(r.name, "x");
    EXPECT_EQ(r.id.value, 3);
    EXPECT_EQ(r.created_at, df::timestamp{});
    EXPECT_TRUE(
        std::ranges::equal(df::schema::fields_of<Note> | std::views::transform(&df::field_access::name),
                           std::array<std::string_view, 4>{"body", "id", "created_at", "updated_at"}));
}

TEST(table, fields_are_read_and_filled_through_their_places) {
    df::record<Full> r{};
    const auto fields = df::schema::fields_of<Full>;
    EXPECT_TRUE(df::load(fields[3], &r).is_null());
    r.score = 5;
    EXPECT_EQ(df::load(fields[3], &r).integer, 5);
    EXPECT_TRUE(df::store_null(fields[3], &r));
    EXPECT_FALSE(r.score.has_value());
    EXPECT_FALSE(df::store_null(fields[2], &r));
    EXPECT_FALSE(df::store_integer(*fields[2].type, df::writable(fields[2], &r), std::int64_t{1} << 40));
    EXPECT_TRUE(df::store_data(*fields[1].type, df::writable(fields[1], &r), "late"));
    EXPECT_EQ(r.status, "late");
}

} // namespace
