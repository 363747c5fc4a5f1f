#include <dataflow/schema/names.hpp>

#include <gtest/gtest.h>
#include <string>

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

} // namespace
