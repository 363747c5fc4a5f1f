// The SQL of similarities and of the nearest, with pgvector and without. What they mean is tested on the
// databases themselves.
#include <dataflow/dataflow.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql/ddl.hpp>

#include <array>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace similar_texts {

namespace df = dataflow;
using df::field;

struct Doc {
    df::id<Doc> id{};
    std::string title;
    std::array<float, 3> embedding{};
    std::optional<std::array<double, 3>> exact{};

    static constexpr auto dataflow =
        df::options{.timestamps = false, .similar = {{"embedding", df::cosine}, {"embedding", df::dot}}};
};

constexpr std::array<float, 3> query{1, 2, 3};
constexpr auto& embedding = field<&Doc::embedding>;

template <df::dialect D, class P>
constexpr bool writes(const P& predicate, std::string_view expected) {
    constexpr std::string_view before = "SELECT count(*) FROM \"docs\" WHERE ";
    const auto text = df::sql_of<D>(df::count<Doc>().where(predicate));
    return text.view().substr(0, before.size()) == before && text.view().substr(before.size()) == expected;
}

static_assert(writes<df::sqlite>(df::cosine_distance(embedding, query) < 1,
                                 R"(dataflow_cosine_distance("embedding", ?1, 4) < ?2)"));
static_assert(writes<df::sqlite>(df::inner_product(field<&Doc::exact>, field<&Doc::exact>) < 1,
                                 R"(dataflow_inner_product("exact", "exact", 8) < ?1)"));
static_assert(writes<df::postgres>(
    df::l2_distance(embedding, query) < 1,
    R"((SELECT NULLIF(sqrt(sum((u.a - u.b) * (u.a - u.b))), 'NaN') FROM (SELECT unnest("embedding") AS a, )"
    R"(unnest((SELECT $1::REAL[]::DOUBLE PRECISION[])) AS b) AS u) < $2)"));
static_assert(writes<df::postgres>(
    df::inner_product(field<&Doc::exact>, field<&Doc::exact>) < 1,
    R"((SELECT NULLIF(sum(u.a * u.b), 'NaN') FROM (SELECT unnest("exact") AS a, unnest("exact") AS b) AS u) < $1)"));
static_assert(
    df::sql_of<df::sqlite>(
        df::nearest<&Doc::embedding>(query).by(df::l2).where(field<&Doc::title> == "x").limit(3))
        .view() ==
    R"(SELECT "id", "title", "embedding", "exact", "dataflow_distance" FROM (SELECT "id", "title", "embedding", "exact", )"
    R"(dataflow_l2_distance("embedding", ?1, 4) AS "dataflow_distance" FROM "docs" WHERE "title" = ?2 ORDER BY "dataflow_distance" NULLS LAST, "id" )"
    R"(LIMIT ?3) AS d WHERE "dataflow_distance" IS NOT NULL ORDER BY "dataflow_distance", "id")");
static_assert(
    df::sql_of<df::sqlite>(df::nearest<&Doc::exact>(std::array<double, 3>{}).by(df::dot).within(-1)).view() ==
    R"(SELECT "id", "title", "embedding", "exact", "dataflow_distance" FROM (SELECT "id", "title", "embedding", "exact", )"
    R"((0 - dataflow_inner_product("exact", ?1, 8)) AS "dataflow_distance" FROM "docs" WHERE "exact" IS NOT NULL LIMIT -1) AS d )"
    R"(WHERE "dataflow_distance" <= ?2 ORDER BY "dataflow_distance", "id")");

static_assert(df::sql_of<df::postgres>(df::nearest<&Doc::embedding>(query).limit(3))
                  .view()
                  .ends_with("< 'NaN' ORDER BY \"dataflow_distance\", \"id\""));
static_assert(df::sql_of<df::sqlite>(df::nearest<&Doc::embedding>(query).limit(3))
                  .view()
                  .ends_with("IS NOT NULL ORDER BY \"dataflow_distance\", \"id\""));
static_assert(
    std::is_same_v<decltype(df::nearest<&Doc::embedding>(query))::output, std::vector<df::neighbor<Doc>>>);

template <class Node>
std::string with_pgvector(const Node& node, bool wanted = true) {
    const auto written = node.statement.written(df::postgres, node.variant(), true);
    EXPECT_EQ(written.vectors_asked, wanted);
    return written.text;
}

TEST(SimilarTexts, PgvectorsOperatorsAreUsedWhereItIs) {
    EXPECT_EQ(
        with_pgvector(df::count<Doc>().where(df::cosine_similarity(embedding, query) > 0.5)),
        R"(SELECT count(*) FROM "docs" WHERE NULLIF(1 - ("embedding"::VECTOR(3) <=> $1::REAL[]::VECTOR(3)), 'NaN') > $2)");
    EXPECT_EQ(
        with_pgvector(df::count<Doc>().where(df::inner_product(embedding, query) > 0.5)),
        R"(SELECT count(*) FROM "docs" WHERE NULLIF(0 - ("embedding"::VECTOR(3) <#> $1::REAL[]::VECTOR(3)), 'NaN') > $2)");
    // an index gives the order as a whole
    EXPECT_EQ(
        with_pgvector(df::nearest<&Doc::embedding>(query).by(df::dot).limit(3)),
        R"(SELECT "id", "title", "embedding", "exact", "dataflow_distance" FROM (SELECT "id", "title", "embedding", "exact", )"
        R"(("embedding"::VECTOR(3) <#> $1::REAL[]::VECTOR(3)) AS "dataflow_distance" FROM "docs" ORDER BY "dataflow_distance" LIMIT $2) AS d )"
        R"(WHERE "dataflow_distance" < 'NaN' ORDER BY "dataflow_distance", "id")");
    // none of this measure
    EXPECT_EQ(
        with_pgvector(df::nearest<&Doc::embedding>(query).by(df::l2).limit(3)),
        R"(SELECT "id", "title", "embedding", "exact", "dataflow_distance" FROM (SELECT "id", "title", "embedding", "exact", )"
        R"(("embedding"::VECTOR(3) <-> $1::REAL[]::VECTOR(3)) AS "dataflow_distance" FROM "docs" ORDER BY "dataflow_distance", "id" LIMIT $2) AS d )"
        R"(WHERE "dataflow_distance" < 'NaN' ORDER BY "dataflow_distance", "id")");
}

TEST(SimilarTexts, PgvectorHasNoDoubles) {
    const auto text = with_pgvector(
        df::count<Doc>().where(df::l2_distance(field<&Doc::exact>, std::array<double, 3>{}) > 0.5), false);
    EXPECT_EQ(text.find("VECTOR"), text.npos);
}

TEST(SimilarTexts, IndexesHaveTheNamesOfTheirMeasures) {
    const auto& t = df::schema::table_of<Doc>;
    ASSERT_EQ(t.similar.size(), 2U);
    EXPECT_EQ(
        df::rooms::sql::create_index(df::postgres, t, t.similar[0]),
        R"(CREATE INDEX IF NOT EXISTS "docs_embedding_cosine_idx" ON "docs" USING hnsw (("embedding"::VECTOR(3)) vector_cosine_ops))");
    EXPECT_EQ(
        df::rooms::sql::create_index(df::postgres, t, t.similar[1]),
        R"(CREATE INDEX IF NOT EXISTS "docs_embedding_dot_idx" ON "docs" USING hnsw (("embedding"::VECTOR(3)) vector_ip_ops))");
}

} // namespace similar_texts
