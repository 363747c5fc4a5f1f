// Every operator over every type inside of JSON, in all pairs of boundary values and NULL.
#include <dataflow/json.hpp>

#include "support/cross.hpp"

namespace cross {

template <class T>
struct Box {
    T a = kind<T>::zero();
    std::optional<T> m{};
    std::map<std::string, T> more{}; ///< n is under a hostile key, or absent
};
template <class T>
struct Boxed {
    df::id<Boxed> id{};
    df::json<Box<T>> box{};

    static constexpr auto dataflow = df::options{.table = kind<T>::name, .timestamps = false};
};

/// In a column of JSON: a field, an optional one, an entry of a map.
template <class T>
struct in_json {
    using row = Boxed<T>;
    static constexpr auto a = field<&row::box>.template at<&Box<T>::a>;
    static constexpr auto m = field<&row::box>.template at<&Box<T>::m>;
    static constexpr auto n = field<&row::box>.template at<&Box<T>::more>.template key<"it's, {$}:">;
    static std::string name() { return "JSON of " + std::string{kind<T>::name}; }
    static std::vector<T> samples() {
        auto out = kind<T>::samples();
        if constexpr (std::is_floating_point_v<T>)
            std::erase_if(out, [](T x) { return std::isinf(x); }); // JSON has none
        return out;
    }
    static row made(const T& a, const std::optional<T>& m, const std::optional<T>& n) {
        row out;
        out.box->a = a;
        out.box->m = m;
        if (n) out.box->more["it's, {$}:"] = *n;
        return out;
    }
};

} // namespace cross

namespace {

using namespace cross;

class OperatorsInJson : public support::database_test {
  protected:
    template <class... T>
    void cross_all() {
        df::database<Boxed<T>...> db{url()};
        (cross_one<T>(db), ...);
    }

  private:
    template <class T, class Db>
    static void cross_one(Db& db) {
        crossing<T, Db, in_json<T>> one{db};
        one.compare();
        assign<T>(db, one);
    }
    template <class T, class Db>
    static void assign(Db& db, crossing<T, Db, in_json<T>>& one) {
        using places = in_json<T>;
        using row = typename places::row;
        const auto same = [](const T& x, const T& y) { return kind<T>::compare(x, y) == 0; };
        const auto samples = places::samples();
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const T v = samples[i];
            all_updated(one.size(), db.run(df::bulk_update<row>(df::everything, places::a = v)).updated);
            all_updated(one.size(), db.run(df::bulk_update<row>(df::everything, places::m = v)).updated);
            all_updated(one.size(), db.run(df::bulk_update<row>(df::everything, places::n = v)).updated);
            one.ask(known_rows::always("a, m and n were assigned", true),
                    places::a == v && places::m == v && places::n == v && places::a == places::n);
            const auto first = db.run(df::list<row>().limit(1)).records.at(0);
            expect(same(first.box->a, v) && first.box->m && same(*first.box->m, v) &&
                       same(first.box->more.at("it's, {$}:"), v),
                   places::name());
        }
        db.run(df::bulk_update<row>(places::n.not_null(), places::m = std::nullopt));
        one.ask(known_rows::always("m is there no more", true),
                places::m == std::nullopt && !places::m.exists() && places::a.exists());
    }
    static void all_updated(std::size_t all, std::int64_t updated) {
        EXPECT_EQ(updated, static_cast<std::int64_t>(all));
    }
};
DATAFLOW_ON_ALL_DATABASES(OperatorsInJson);

TEST_P(OperatorsInJson, Numbers) {
    cross_all<bool, std::int16_t, std::int64_t, std::uint32_t, float, double, Level>();
}
TEST_P(OperatorsInJson, ExactNumbers) {
    cross_all<df::decimal<10, 2>, df::decimal<18, 18>, std::chrono::seconds, Grams>();
}
TEST_P(OperatorsInJson, OthersWithAForm) {
    cross_all<std::string, df::timestamp, df::date, df::uuid, shade, named, Code>();
}

} // namespace
