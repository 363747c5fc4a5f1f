#include <dataflow/schema/names.hpp>

#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace {

using namespace dataflow;

constexpr type_info number{storage::int64, layout::int64, 8};

TEST(schema_names, follow_the_table_and_its_columns) {
    const schema::column columns[] = {{.name = "id", .type = &number}, {.name = "b", .type = &number}};
    const schema::table t{.model = "T", .name = "t", .columns = columns};
    EXPECT_EQ(schema::index_name(t, {.columns = {0, 1}, .size = 2, .unique = true}), "t_id_b_key");
    EXPECT_EQ(schema::index_name(t, {.columns = {1}, .size = 1}), "t_b_idx");
    EXPECT_EQ(schema::primary_key_name(t), "t_pkey");
    EXPECT_EQ(schema::foreign_key_name(t, {.column = 1, .table = "u", .target = "id"}), "t_b_fkey");
    EXPECT_EQ(schema::range_check_name(t, "b"), "t_b_range");
    EXPECT_EQ(schema::range_check_name(t, columns[1]), "t_b_range");
    EXPECT_EQ(schema::column_of_range_check(t, "t_b_range"), &columns[1]);
    EXPECT_EQ(schema::column_of_range_check(t, "my_range"), nullptr);
}

TEST(schema_names, stay_within_63_bytes_and_differ) {
    EXPECT_EQ(schema::limited_name(std::string(63, 'a')), std::string(63, 'a'));
    const auto one = schema::limited_name(std::string(64, 'a'));
    const auto two = schema::limited_name(std::string(65, 'a'));
    EXPECT_EQ(one.size(), 63U);
    EXPECT_EQ(one.substr(0, 55), std::string(54, 'a') + '_');
    EXPECT_NE(one, two);
    // 53 letters and one of two bytes: the 54th byte is only half of it.
    const auto cut = schema::limited_name(std::string(53, 'a') + "\xC3\xA9" + std::string(20, 'b'));
    EXPECT_EQ(cut.size(), 62U);
    EXPECT_EQ(cut.substr(0, 54), std::string(53, 'a') + '_');
    EXPECT_EQ(schema::limited_name("foobar"), "foobar");
}

TEST(schema_names, of_a_table_have_its_schema_apart) {
    const auto is = [](std::string_view whole, std::string_view space, std::string_view name) {
        const auto path = schema::path_of(whole);
        EXPECT_EQ(path.space, space) << whole;
        EXPECT_EQ(path.name, name) << whole;
        EXPECT_EQ(schema::whole_name(space, name), whole);
    };
    is("orders", "", "orders");
    is("sales.orders", "sales", "orders");
    is("sales.\"v1.orders\"", "sales", "v1.orders");
    is("\"a.b\".\"c.d\"", "a.b", "c.d");
    is("\"a.b\"", "", "a.b");
    EXPECT_EQ(schema::path_of("a.b.c").name, "b.c");
    const schema::column columns[] = {{.name = "id", .type = &number}, {.name = "b", .type = &number}};
    const schema::table t{.model = "T", .name = "s.t", .columns = columns};
    schema::foreign_key key{.column = 0, .table = "s.u", .target = "x"};
    key.more = 1;
    key.more_columns[0] = 1;
    EXPECT_EQ(schema::foreign_key_name(t, key), "t_id_b_fkey");
    EXPECT_EQ(schema::primary_key_name(t), "t_pkey");
    EXPECT_TRUE(key.has(0) && key.has(1) && !key.has(2));
}

} // namespace
