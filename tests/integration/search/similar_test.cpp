// Similar vectors: the distances are those of plain C++ to the last bit, on both databases, and the nearest
// come first.
#include "support/fixture.hpp"

#include <dataflow/search.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace similar_models {

namespace df = dataflow;

struct One {
    df::id<One> id{};
    std::array<float, 1> at{};
};
struct Doc {
    df::id<Doc> id{};
    std::string title;
    std::array<float, 3> embedding{};
    std::array<float, 3> other{1, 0, 0};
    std::optional<std::array<float, 3>> maybe{};
    std::array<double, 2> place{};
    double score{};

    static constexpr auto dataflow = df::options{.similar = df::similar_index{"embedding", df::cosine}};
};
struct Note {
    df::id<Note> id{};
    df::id<Doc> doc_id{};
    std::array<float, 3> embedding{};
};
struct Wide {
    df::id<Wide> id{};
    std::array<float, 1536> at{};
};
struct Widest {
    df::id<Widest> id{};
    std::array<float, 4096> at{};
};
struct Sharp {
    df::id<Sharp> id{};
    std::array<double, 4> at{};
};
struct Odd {
    df::id<Odd> id{};
    std::array<float, 2> select{};
    std::string u = "u";

    static constexpr auto dataflow = df::options{.table = "s\"; u.a --"};
};

struct Measured {
    std::optional<double> distance;
    std::optional<double> similarity;
    double l2{};
    double product{};
};
struct Scored {
    std::string title;
    std::optional<double> distance;
};

} // namespace similar_models

namespace {

using namespace similar_models;
using df::field;
using support::has;
using support::thrown;

// --- what they mean ---

struct meaning {
    std::optional<double> distance, similarity;
    double l2{}, product{};
};
template <class T, std::size_t N>
meaning measured(const std::array<T, N>& a, const std::array<T, N>& b) {
    double product = 0, left = 0, right = 0, squares = 0;
    for (std::size_t i = 0; i < N; ++i) {
        const double x = a[i], y = b[i];
        volatile double xy = x * y, xx = x * x, yy = y * y, d = x - y;
        volatile double dd = d * d;
        product += xy, left += xx, right += yy, squares += dd;
    }
    meaning out{{}, {}, std::sqrt(squares), product};
    if (const double length = std::sqrt(left * right); length != 0)
        out.similarity = std::clamp(product / length, -1.0, 1.0);
    if (out.similarity) out.distance = 1 - *out.similarity;
    return out;
}

void same(double found, double wanted, const std::string& what) {
    EXPECT_TRUE(found == wanted) << what << ": " << std::hexfloat << found << ", not " << wanted;
}

template <class M, auto Member, class V>
void check_all(df::database<M>& db, const std::vector<V>& stored, const V& query) {
    std::vector<M> rows;
    for (const auto& v : stored) {
        rows.emplace_back();
        rows.back().*Member = v;
    }
    db.run(df::bulk_create(rows));
    constexpr auto& at = field<Member>;
    const auto found =
        db.run(df::select<Measured>(df::cosine_distance(at, query).template as<"distance">(),
                                    df::cosine_similarity(at, query).template as<"similarity">(),
                                    df::l2_distance(at, query).template as<"l2">(),
                                    df::inner_product(at, query).template as<"product">())
                   .order_by(field<&M::id>));
    ASSERT_EQ(found.size(), stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const auto wanted = measured(stored[i], query);
        const auto where = std::to_string(i);
        ASSERT_EQ(found[i].distance.has_value(), wanted.distance.has_value()) << i;
        if (wanted.distance) {
            same(*found[i].distance, *wanted.distance, "cosine distance " + where);
            same(*found[i].similarity, *wanted.similarity, "cosine " + where);
        }
        same(found[i].l2, wanted.l2, "l2 " + where);
        same(found[i].product, wanted.product, "product " + where);
    }
    for (const auto by : {df::cosine, df::l2, df::dot}) {
        std::vector<std::pair<double, std::int64_t>> order;
        for (std::size_t i = 0; i < stored.size(); ++i) {
            const auto m = measured(stored[i], query);
            const auto distance = by == df::cosine ? m.distance : by == df::l2 ? m.l2 : 0 - m.product;
            if (distance) order.emplace_back(*distance, static_cast<std::int64_t>(i) + 1);
        }
        std::sort(order.begin(), order.end());
        const auto all = db.run(df::nearest<Member>(query).by(by));
        ASSERT_EQ(all.size(), order.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            EXPECT_EQ(all[i].record.id.value, order[i].second) << i;
            same(all[i].distance, order[i].first, "nearest " + std::to_string(i));
        }
        if (order.empty()) continue;
        const double middle = order[order.size() / 2].first;
        const auto expected =
            std::count_if(order.begin(), order.end(), [&](const auto& o) { return o.first <= middle; });
        EXPECT_EQ(db.run(df::nearest<Member>(query).by(by).within(middle)).size(),
                  static_cast<std::size_t>(expected));
        const auto few = db.run(df::nearest<Member>(query).by(by).within(middle).limit(2));
        ASSERT_EQ(few.size(), static_cast<std::size_t>(std::min<std::ptrdiff_t>(2, expected)));
        for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(few[i].record.id.value, order[i].second);
    }
}

template <std::size_t N>
std::array<float, N> random_vector(std::mt19937& from) {
    std::array<float, N> out;
    const int kind = static_cast<int>(from() % 6);
    for (auto& x : out) {
        if (kind == 0) x = std::uniform_real_distribution<float>{-1, 1}(from);
        else if (kind == 1) x = static_cast<float>(static_cast<int>(from() % 7)) - 3;
        else if (kind == 2)
            x = std::bit_cast<float>(static_cast<std::uint32_t>(from() & 0x807FFFFFU)); // denormal
        else if (kind == 3)
            x = std::bit_cast<float>(
                static_cast<std::uint32_t>((from() & 0x80FFFFFFU) | 0x7E000000U)); // great
        else if (kind == 4) x = static_cast<float>(static_cast<int>(from() % 2001) - 1000) / 1000;
        else do
                x = std::bit_cast<float>(static_cast<std::uint32_t>(from()));
            while (!std::isfinite(x));
    }
    return out;
}

class Similar : public support::database_test {};

TEST_P(Similar, of_one_number_is_as_in_plain_code) {
    df::database<One> db{url()};
    check_all<One, &One::at>(
        db,
        std::vector<std::array<float, 1>>{
            {0.F}, {1.F}, {-2.F}, {0.1F}, {1e-45F}, {-3.4e38F}, {1.F}, {-0.F}, {16777217.F}, {1e10F}},
        {0.3F});
}
TEST_P(Similar, of_1536_numbers_is_as_in_plain_code) {
    df::database<Wide> db{url()};
    std::mt19937 random{1};
    std::vector<std::array<float, 1536>> all(40);
    for (auto& v : all) v = random_vector<1536>(random);
    all[3] = {};
    all[5] = all[4];
    check_all<Wide, &Wide::at>(db, all, all[4]);
}
TEST_P(Similar, of_4096_numbers_is_as_in_plain_code) {
    df::database<Widest> db{url()};
    std::mt19937 random{2};
    std::vector<std::array<float, 4096>> all(12);
    for (auto& v : all) v = random_vector<4096>(random);
    check_all<Widest, &Widest::at>(db, all, random_vector<4096>(random));
}
TEST_P(Similar, of_doubles_is_as_in_plain_code) {
    df::database<Sharp> db{url()};
    check_all<Sharp, &Sharp::at>(
        db,
        std::vector<std::array<double, 4>>{
            {0.1, 0.2, 0.3, 0.4}, {1, 2, 3, 4}, {}, {1e-30, 1e30, -1, 3}, {0.1, 0.2, 0.3, 0.4}},
        {0.7, -0.1, 1e-9, 123456789.123456789});
    const std::array<double, 4> great{1e200, 0, 0, 0};
    db.run(df::create(Sharp{.at = great}));
    const auto over = thrown<df::invalid_value>([&] {
        db.run(df::nearest<&Sharp::at>(great).by(df::l2));
        (void)db.run(df::nearest<&Sharp::at>(great).by(df::dot));
    });
    EXPECT_TRUE(has(over.what(), "out of range")) << over.what();
    const std::array<double, 4> small{1e-200, 0, 0, 0};
    db.run(df::bulk_erase<Sharp>(df::everything));
    db.run(df::create(Sharp{.at = small}));
    EXPECT_TRUE(
        has(thrown<df::invalid_value>([&] { db.run(df::nearest<&Sharp::at>(small).by(df::dot)); }).what(),
            "out of range"));
}

TEST_P(Similar, records_come_nearest_first_and_equal_ones_by_key) {
    df::database<Doc> db{url()};
    db.run(df::bulk_create(std::vector<Doc>{{.title = "far", .embedding = {-1, 0, 0}},
                                            {.title = "near", .embedding = {1, 0.1F, 0}},
                                            {.title = "twin", .embedding = {2, 0, 0}},
                                            {.title = "same", .embedding = {1, 0, 0}},
                                            {.title = "zero", .embedding = {0, 0, 0}}}));
    const std::array<float, 3> query{1, 0, 0};
    const auto titles = [](const auto& rows) {
        std::string out;
        for (const auto& r : rows) out += r.record.title + " ";
        return out;
    };
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query))), "twin same near far ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).by(df::l2))), "same near twin zero far ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).by(df::dot))), "twin near same zero far ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).limit(1))), "twin ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).limit(10))), "twin same near far ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).limit(0))), "");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).within(0.5))), "twin same near ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).within(0))), "twin same ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query).by(df::dot).within(-1))), "twin near same ");
    EXPECT_EQ(titles(db.run(df::nearest<&Doc::embedding>(query)
                                .where(field<&Doc::title> != "twin" || field<&Doc::score> > 3)
                                .limit(2))),
              "same near ");
    const auto one = db.run(df::nearest<&Doc::embedding>(query).by(df::dot).limit(1));
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0].distance, -2);
    EXPECT_EQ(one[0].record.other, query);
    EXPECT_NE(one[0].record.created_at, df::timestamp{});
    EXPECT_TRUE(db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{})).empty());
}

TEST_P(Similar, vectors_that_are_null_take_no_part) {
    df::database<Doc> db{url()};
    db.run(df::bulk_create(std::vector<Doc>{{.title = "none"},
                                            {.title = "far", .maybe = std::array<float, 3>{9, 9, 9}},
                                            {.title = "near", .maybe = std::array<float, 3>{0, 0, 1}}}));
    const std::array<float, 3> query{0, 0, 2};
    for (const auto by : {df::cosine, df::l2}) {
        const auto rows = db.run(df::nearest<&Doc::maybe>(query).by(by).where(field<&Doc::title> != "x" ||
                                                                              field<&Doc::title> == "y"));
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].record.title, "near");
    }
    const auto scored = db.run(
        df::select<Scored>(field<&Doc::title>, df::l2_distance(field<&Doc::maybe>, query).as<"distance">())
            .order_by(field<&Doc::id>));
    EXPECT_FALSE(scored[0].distance.has_value());
    EXPECT_EQ(scored[2].distance, 1);
}

TEST_P(Similar, expressions_stand_wherever_a_number_does) {
    df::database<Doc, Note> db{url()};
    const auto docs =
        db.run(df::bulk_create(std::vector<Doc>{{.title = "a", .embedding = {1, 0, 0}, .place = {3, 4}},
                                                {.title = "b", .embedding = {0, 1, 0}, .place = {0, 1}},
                                                {.title = "c", .embedding = {0, 0, 0}}})
                   .returning_ids());
    const std::array<float, 3> query{0, 1, 0};
    EXPECT_EQ(db.run(df::count<Doc>().where(df::cosine_similarity(field<&Doc::embedding>, query) > 0.5)), 1);
    EXPECT_EQ(db.run(df::count<Doc>().where(df::cosine_distance(field<&Doc::embedding>, query).is_null())),
              1);
    EXPECT_EQ(
        db.run(df::count<Doc>().where(df::l2_distance(field<&Doc::place>, std::array<double, 2>{0, 0}) == 5)),
        1);
    EXPECT_EQ(db.run(df::count<Doc>().where(
                  df::inner_product(field<&Doc::embedding>, field<&Doc::other>) * 2 == 2)),
              1);
    const auto ordered =
        db.run(df::list<Doc>().where(df::l2_distance(field<&Doc::embedding>, query).between(0.5, 1.2)));
    ASSERT_EQ(ordered.records.size(), 1U);
    EXPECT_EQ(ordered.records[0].title, "c");
    const auto scored =
        db.run(df::select<Scored>(field<&Doc::title>,
                                  df::cosine_distance(field<&Doc::embedding>, query).as<"distance">())
                   .order_by(df::asc(df::item<"distance">).nulls_last())
                   .limit(2));
    ASSERT_EQ(scored.size(), 2U);
    EXPECT_EQ(scored[0].title, "b");
    EXPECT_EQ(scored[0].distance, 0);
    EXPECT_EQ(scored[1].distance, 1);
    const auto by_columns = db.run(
        df::select<Scored>(field<&Doc::title>,
                           df::cosine_distance(field<&Doc::embedding>, field<&Doc::other>).as<"distance">())
            .order_by(df::desc(df::l2_distance(field<&Doc::embedding>, field<&Doc::other>)),
                      field<&Doc::id>));
    EXPECT_EQ(by_columns[0].title, "b");
    EXPECT_EQ(by_columns[2].distance, 0);
    db.run(df::bulk_update<Doc>(df::l2_distance(field<&Doc::embedding>, query) < 0.5,
                                field<&Doc::score> = df::inner_product(field<&Doc::embedding>, query)));
    EXPECT_EQ(db.run(df::count<Doc>().where(field<&Doc::score> == 1)), 1);

    db.run(df::bulk_create(std::vector<Note>{{.doc_id = df::id<Doc>{1}, .embedding = {0, 2, 0}},
                                             {.doc_id = df::id<Doc>{2}, .embedding = {0, 3, 0}}}));
    const auto joined =
        db.run(df::select<Scored>(
                   field<&Doc::title>,
                   df::cosine_distance(field<&Note::embedding>, field<&Doc::embedding>).as<"distance">())
                   .from<Note>()
                   .join<&Note::doc_id>()
                   .where(df::cosine_distance(field<&Note::embedding>, field<&Doc::embedding>) < 0.5));
    ASSERT_EQ(joined.size(), 1U);
    EXPECT_EQ(joined[0].title, "b");
    db.run(df::bulk_erase<Doc>(df::cosine_distance(field<&Doc::embedding>, query).is_null()));
    EXPECT_EQ(db.run(df::count<Doc>()), 2);
}

TEST_P(Similar, infinite_elements_give_an_infinite_distance_or_none) {
    df::database<Doc> db{url()};
    constexpr float endless = std::numeric_limits<float>::infinity();
    db.run(df::bulk_create(std::vector<Doc>{{.title = "inf", .embedding = {endless, 0, 0}},
                                            {.title = "nan", .embedding = {endless, -endless, 0}}}));
    const auto rows = db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{1, 1, 1}).by(df::dot));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].distance, -std::numeric_limits<double>::infinity());
    EXPECT_EQ(db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{1, 1, 1}).by(df::l2)).size(), 2U);
    EXPECT_EQ(
        db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{1, 1, 1}).by(df::l2).within(1e300)).size(),
        0U);
    EXPECT_EQ(db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{1, 1, 1})).size(), 0U);
}

TEST_P(Similar, a_query_that_is_not_finite_is_refused) {
    df::database<Doc> db{url()};
    db.run(df::create(Doc{.title = "a", .embedding = {1, 0, 0}}));
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
        const std::array<float, 3> query{0, bad, 0};
        const auto e =
            thrown<df::invalid_value>([&] { db.run(df::nearest<&Doc::embedding>(query).limit(3)); });
        EXPECT_EQ(e.info().node, "nearest");
        EXPECT_EQ(e.info().model, "Doc");
        EXPECT_TRUE(has(e.info().field, "embedding")) << e.info().field;
        EXPECT_TRUE(has(e.what(), "NaN or an infinity")) << e.what();
        const auto where = thrown<df::invalid_value>(
            [&] { db.run(df::count<Doc>().where(df::l2_distance(field<&Doc::embedding>, query) < 3)); });
        EXPECT_EQ(where.info().node, "count");
        EXPECT_EQ(where.info().model, "Doc");
        EXPECT_TRUE(has(where.info().field, "embedding"));
    }
    EXPECT_EQ(db.run(df::count<Doc>()), 1);
    const std::array<float, 3> query{1, 1, 1};
    EXPECT_TRUE(
        has(thrown<df::invalid_value>([&] { db.run(df::nearest<&Doc::embedding>(query).limit(-1)); }).what(),
            "negative"));
    EXPECT_TRUE(has(thrown<df::invalid_value>([&] {
                        db.run(df::nearest<&Doc::embedding>(query).within(std::nan("")));
                    }).what(),
                    "not a number"));
}

TEST_P(Similar, names_and_texts_stay_what_they_are) {
    df::database<Odd> db{url()};
    db.run(df::create(Odd{.select = {3, 4}}));
    EXPECT_EQ(db.run(df::nearest<&Odd::select>(std::array<float, 2>{0, 0})
                         .by(df::l2)
                         .where(field<&Odd::u> == "u")
                         .limit(1))
                  .at(0)
                  .distance,
              5);
    EXPECT_EQ(
        db.run(df::count<Odd>().where(df::inner_product(field<&Odd::select>, field<&Odd::select>) == 25)), 1);
}

TEST_P(Similar, a_wire_gives_the_vector) {
    struct In {
        std::array<float, 3> wanted{};
        std::string none{};
    };
    using namespace df::literals;
    df::database<Doc> db{url()};
    db.run(df::bulk_create(
        std::vector<Doc>{{.title = "a", .embedding = {1, 0, 0}}, {.title = "b", .embedding = {0, 1, 0}}}));
    auto flow = df::workflow<In>(df::node<"found">(df::nearest<&Doc::embedding>(df::param<"like">)
                                                       .where(field<&Doc::title> != df::param<"no">)
                                                       .limit(1)),
                                 df::node<"close">(df::count<Doc>().where(
                                     df::l2_distance(field<&Doc::embedding>, df::param<"like">) < 0.5)),
                                 df::wire<"input.none", "found.no">, df::wire<"input.wanted", "found.like">,
                                 df::wire<"input.wanted", "close.like">);
    const auto done = db.run(flow, In{{0, 2, 0}, "x"});
    EXPECT_EQ(done["found"_n].at(0).record.title, "b");
    EXPECT_EQ(done["close"_n], 0);
}

DATAFLOW_ON_ALL_DATABASES(Similar);

class SharedSimilar : public support::shared_database_test {};

TEST_P(SharedSimilar, arrays_of_other_writers_are_read) {
    df::database<Doc> db{url()};
    db.run(df::bulk_create(std::vector<Doc>{{.title = "a"}, {.title = "b"}}));
    auto by_hand = plain();
    if (postgres()) by_hand.run("UPDATE docs SET embedding = '{1e0, 25e-1, -3}' WHERE title = 'a'");
    else
        by_hand.run("UPDATE docs SET embedding = ' [ 1E0 ,\n 25e-1,-3.00000000000000000000000000 ] ' WHERE "
                    "title = 'a'");
    EXPECT_EQ(db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{1, 2.5F, -3}).by(df::l2).limit(1))
                  .at(0)
                  .distance,
              0);
    if (postgres()) return;
    for (const auto* bad : {"[1, 2, \"3\"]", "[1,2,null]", "[1,2,[3]]"}) {
        by_hand.run(std::string{"UPDATE docs SET embedding = '"} + bad + "' WHERE title = 'a'");
        const auto e = thrown<df::invalid_value>(
            [&] { db.run(df::nearest<&Doc::embedding>(std::array<float, 3>{1, 2.5F, -3})); });
        EXPECT_EQ(e.info().model, "Doc");
        EXPECT_TRUE(has(e.what(), "not an array of numbers")) << e.what();
    }
}

#if DATAFLOW_POSTGRES
TEST_P(SharedSimilar, pgvector_is_used_where_it_is) {
    if (!postgres()) GTEST_SKIP() << "pgvector is an extension of PostgreSQL";
    auto by_hand = plain();
    try {
        by_hand.run("CREATE EXTENSION vector");
    } catch (const std::exception& e) {
        GTEST_SKIP() << "the server has no pgvector: " << e.what();
    }
    df::database<Doc> db{url()};
    std::vector<Doc> docs(2000);
    std::mt19937 random{3};
    std::uniform_real_distribution<float> number{-1, 1};
    for (auto& d : docs)
        for (auto& x : d.embedding) x = number(random);
    docs[7].embedding = {};
    db.run(df::bulk_create(docs));
    EXPECT_EQ(
        by_hand.number("SELECT count(*) FROM pg_indexes WHERE indexname = 'docs_embedding_cosine_idx' AND "
                       "schemaname = '" +
                       where().schema() +
                       "' AND indexdef LIKE '%USING hnsw (((embedding)::%vector(3)) %vector_cosine_ops)'"),
        1);
    const std::array<float, 3> query{0.3F, 0.5F, -0.1F};
    for (const auto by : {df::cosine, df::l2, df::dot}) {
        std::vector<double> wanted;
        for (const auto& d : docs) {
            const auto m = measured(d.embedding, query);
            if (by != df::cosine || m.distance)
                wanted.push_back(by == df::cosine ? *m.distance : by == df::l2 ? m.l2 : 0 - m.product);
        }
        std::sort(wanted.begin(), wanted.end());
        const auto all = db.run(df::nearest<&Doc::embedding>(query).by(by));
        ASSERT_EQ(all.size(), wanted.size());
        for (std::size_t i = 0; i < all.size(); ++i) EXPECT_NEAR(all[i].distance, wanted[i], 1e-6);
        const auto few = db.run(df::nearest<&Doc::embedding>(query).by(by).limit(5));
        ASSERT_EQ(few.size(), 5U);
        for (std::size_t i = 0; i < few.size(); ++i)
            EXPECT_NEAR(few[i].distance, wanted[i],
                        by == df::cosine ? 0.05 : 1e-6); // the index is approximate
        const auto close = db.run(df::nearest<&Doc::embedding>(query).by(by).within(wanted[9] + 1e-6));
        EXPECT_EQ(close.size(), 10U);
    }
    const auto scored =
        db.run(df::select<Measured>(df::cosine_distance(field<&Doc::embedding>, query).as<"distance">(),
                                    df::cosine_similarity(field<&Doc::embedding>, query).as<"similarity">(),
                                    df::l2_distance(field<&Doc::embedding>, query).as<"l2">(),
                                    df::inner_product(field<&Doc::embedding>, query).as<"product">())
                   .order_by(field<&Doc::id>));
    for (std::size_t i = 0; i < docs.size(); ++i) {
        const auto wanted = measured(docs[i].embedding, query);
        ASSERT_EQ(scored[i].distance.has_value(), wanted.distance.has_value());
        EXPECT_NEAR(scored[i].distance.value_or(9), wanted.distance.value_or(9), 1e-6);
        EXPECT_NEAR(scored[i].similarity.value_or(9), wanted.similarity.value_or(9), 1e-6);
        EXPECT_NEAR(scored[i].l2, wanted.l2, 1e-6);
        EXPECT_NEAR(scored[i].product, wanted.product, 1e-6);
    }
    // The statement as it is prepared, and its plan: rows come from the index in their order.
    by_hand.run("ANALYZE docs");
    constexpr auto search = df::nearest<&Doc::embedding>(std::array<float, 3>{}).limit(5);
    const auto written = search.statement.written(df::postgres, search.variant(), true);
    EXPECT_TRUE(written.vectors_asked);
    auto text = written.text;
    text.replace(text.find("$1"), 2, "'{0.3,0.5,-0.1}'");
    text.replace(text.find("$2"), 2, "5");
    std::string plan;
    for (const auto& row : by_hand.run("EXPLAIN " + text)) plan += row[0].value_or("") + "\n";
    EXPECT_TRUE(has(plan, "docs_embedding_cosine_idx")) << plan;

    by_hand.run("DROP INDEX docs_embedding_cosine_idx");
    df::database<Doc> again{url()}; // makes what is missing
    EXPECT_EQ(by_hand.number("SELECT count(*) FROM pg_indexes WHERE indexname = 'docs_embedding_cosine_idx' "
                             "AND schemaname = '" +
                             where().schema() + "'"),
              1);
}
#endif

DATAFLOW_ON_SHARED_DATABASES(SharedSimilar);

} // namespace
