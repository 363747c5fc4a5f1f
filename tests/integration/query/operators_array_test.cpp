// The tests of arrays over every type of element: required, optional, with NULLs inside, of a fixed length.
#include "support/cross.hpp"

namespace cross {

template <class T>
struct Shelf {
    df::id<Shelf> id{};
    std::vector<T> a{};
    std::optional<std::vector<T>> m{};
    std::vector<std::optional<T>> n{};
    std::array<T, 2> f{kind<T>::zero(), kind<T>::zero()};

    static constexpr auto dataflow = df::options{.table = kind<T>::name, .timestamps = false};
};

} // namespace cross

namespace {

using namespace cross;

/// Elements, by their positions among the samples; -1 is NULL.
using elements = std::vector<int>;
struct shelf_places {
    elements a;
    std::optional<elements> m;
    elements n;
    elements f;
};

template <class T, class Db>
class shelving {
  public:
    using row = Shelf<T>;
    static constexpr auto a = field<&row::a>;
    static constexpr auto m = field<&row::m>;
    static constexpr auto n = field<&row::n>;
    static constexpr auto f = field<&row::f>;

    explicit shelving(Db& db) : db_(db), samples_(kind<T>::samples()), compared_(compared<T>(samples_)) {
        const int last = static_cast<int>(samples_.size()) - 1;
        std::vector<elements> lists{{}, {0}, {last}, {0, last}, {last, 0}, {0, 0}, {1, 1, 1}};
        elements every;
        for (int i = 0; i <= last; ++i) every.push_back(i), lists.push_back({i, (i + 1) % (last + 1)});
        lists.push_back(every);
        lists.emplace_back(every.rbegin(), every.rend());
        for (std::size_t i = 0; i < lists.size(); ++i)
            for (const std::size_t j : {i, (i + 1) % lists.size(), (i * 7 + 3) % lists.size()}) {
                shelf_places p{lists[i],
                               lists[j],
                               lists[j],
                               {static_cast<int>(i) % (last + 1), static_cast<int>(j) % (last + 1)}};
                if (j % 4 == 1) p.m.reset();
                if (i % 2 == 0) p.n.insert(p.n.begin() + static_cast<std::ptrdiff_t>(p.n.size() / 2), -1);
                rows_.push_back(p);
            }
        lists_ = lists;
        std::vector<row> all;
        for (const auto& p : rows_) {
            row one{{}, values(p.a), {}, {}, {sample(p.f[0]), sample(p.f[1])}};
            if (p.m) one.m = values(*p.m);
            for (const int i : p.n)
                one.n.push_back(i < 0 ? std::optional<T>{} : samples_[static_cast<std::size_t>(i)]);
            all.push_back(one);
        }
        db_.run(df::bulk_create(all));
    }

    void ask_all() {
        for (int s = 0; s < static_cast<int>(samples_.size()); ++s) {
            const T v = sample(s);
            const auto holds_it = [&](const elements& e) {
                return std::any_of(e.begin(), e.end(), [&](int i) { return equal(i, s); });
            };
            const auto what = " contains sample " + std::to_string(s);
            ask("a" + what, a.contains(v), [&](const shelf_places& p) { return holds_it(p.a); });
            ask("m" + what, m.contains(v), [&](const shelf_places& p) { return p.m && holds_it(*p.m); });
            ask("n" + what, n.contains(v), [&](const shelf_places& p) { return holds_it(p.n); });
            ask("f" + what, f.contains(v), [&](const shelf_places& p) { return holds_it(p.f); });
        }
        for (const std::size_t step : {1U, 2U, 100U}) {
            std::vector<T> some;
            elements which;
            for (std::size_t s = step - 1; s < samples_.size(); s += step)
                some.push_back(samples_[s]), which.push_back(static_cast<int>(s));
            const auto any = [&](const elements& e) {
                return std::any_of(e.begin(), e.end(), [&](int i) {
                    return std::any_of(which.begin(), which.end(), [&](int s) { return equal(i, s); });
                });
            };
            const auto what = " has any of " + std::to_string(which.size());
            ask("a" + what, a.any_of(some), [&](const shelf_places& p) { return any(p.a); });
            ask("m" + what, m.any_of(some), [&](const shelf_places& p) { return p.m && any(*p.m); });
            ask("n" + what, n.any_of(some), [&](const shelf_places& p) { return any(p.n); });
            ask("f" + what, f.any_of(some), [&](const shelf_places& p) { return any(p.f); });
        }
        for (const auto& list : lists_) {
            const auto v = values(list);
            std::string what = " [";
            for (const int i : list) what += " " + std::to_string(i);
            what += " ]";
            ask("a ==" + what, a == v, [&](const shelf_places& p) { return same(p.a, list); });
            ask("a !=" + what, a != v, [&](const shelf_places& p) { return !same(p.a, list); });
            ask("m ==" + what, m == v, [&](const shelf_places& p) { return p.m && same(*p.m, list); });
            ask("m !=" + what, m != std::optional{v},
                [&](const shelf_places& p) { return !p.m || !same(*p.m, list); });
            std::vector<std::optional<T>> w;
            elements in_n = list;
            for (const auto& x : v) w.emplace_back(x);
            w.emplace_back();
            in_n.push_back(-1);
            ask("n ==" + what + " and NULL", n == w, [&](const shelf_places& p) { return same(p.n, in_n); });
            if (list.size() != 2) continue;
            const std::array<T, 2> two{v[0], v[1]};
            ask("f ==" + what, f == two, [&](const shelf_places& p) { return same(p.f, list); });
        }
        ask("a == m", a == m, [&](const shelf_places& p) { return p.m && same(p.a, *p.m); });
        ask("a != m", a != m, [&](const shelf_places& p) { return !p.m || !same(p.a, *p.m); });
        ask("m == m", m == m, [](const shelf_places&) { return true; });
        ask("m is null", m.is_null(), [](const shelf_places& p) { return !p.m; });
        ask("m is not null", m.not_null(), [](const shelf_places& p) { return p.m.has_value(); });
        for (const int size : {0, 1, 2, 3, 4}) {
            const auto what = std::to_string(size);
            ask("size of a == " + what, a.size() == size,
                [&](const shelf_places& p) { return static_cast<int>(p.a.size()) == size; });
            ask("size of m < " + what, m.size() < size,
                [&](const shelf_places& p) { return p.m && static_cast<int>(p.m->size()) < size; });
            ask("size of m != " + what, m.size() != size,
                [&](const shelf_places& p) { return !p.m || static_cast<int>(p.m->size()) != size; });
            ask("size of n in " + what, n.size().in({size, size + 2}), [&](const shelf_places& p) {
                return static_cast<int>(p.n.size()) == size || static_cast<int>(p.n.size()) == size + 2;
            });
            ask("size of f >= " + what, f.size() >= size, [&](const shelf_places&) { return size <= 2; });
        }
        ask("size of a - 1 == size of m", a.size() - 1 == m.size(),
            [](const shelf_places& p) { return p.m && p.a.size() == p.m->size() + 1; });
        ask("size of m is null", m.size() == std::nullopt, [](const shelf_places& p) { return !p.m; });
    }
    void assign() {
        const auto all = static_cast<std::int64_t>(rows_.size());
        db_.run(df::bulk_update<row>(df::everything, m = a));
        EXPECT_EQ(db_.run(df::count<row>().where(m == a)), all) << name();
        for (const auto& list : lists_) {
            const auto v = values(list);
            db_.run(df::bulk_update<row>(df::everything, a = v, m = v));
            EXPECT_EQ(db_.run(df::count<row>().where(a == v && m == a)), all) << name();
            const auto found = db_.run(df::list<row>().limit(1)).records.at(0);
            ASSERT_EQ(found.a.size(), list.size()) << name();
            for (std::size_t i = 0; i < list.size(); ++i)
                EXPECT_EQ(kind<T>::compare(found.a[i], v[i]), 0) << name();
        }
        db_.run(df::bulk_update<row>(df::everything, m = std::nullopt));
        EXPECT_EQ(db_.run(df::count<row>().where(m == std::nullopt)), all) << name();
    }

  private:
    [[nodiscard]] static std::string name() { return "array of " + std::string{kind<T>::name} + ": "; }
    [[nodiscard]] T sample(int i) const { return samples_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] std::vector<T> values(const elements& list) const {
        std::vector<T> out;
        for (const int i : list) out.push_back(sample(i));
        return out;
    }
    [[nodiscard]] bool equal(int x, int y) const {
        return x >= 0 && y >= 0 && holds(op::eq, x, y, compared_);
    }
    [[nodiscard]] bool same(const elements& x, const elements& y) const {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                          [&](int i, int j) { return (i < 0 && j < 0) || equal(i, j); });
    }
    template <class P>
    void ask(const std::string& what, const P& p, const std::function<bool(const shelf_places&)>& meaning) {
        try {
            const auto found = answers<row>(db_, p);
            ASSERT_EQ(found.size(), rows_.size()) << name() << what;
            for (std::size_t i = 0; i < rows_.size(); ++i)
                if (found[i].held != (meaning(rows_[i]) ? 1 : 2)) {
                    ADD_FAILURE() << name() << what << ", row " << i << ": the database says "
                                  << found[i].held << " (1 true, 2 false, 0 neither)";
                    return;
                }
        } catch (const df::error& e) {
            ADD_FAILURE() << name() << what << ": " << e.what();
        }
    }

    Db& db_;
    std::vector<T> samples_;
    comparisons compared_;
    std::vector<shelf_places> rows_;
    std::vector<elements> lists_;
};

class OperatorsOfArrays : public support::database_test {
  protected:
    template <class... T>
    void cross_all() {
        df::database<Shelf<T>...> db{url()};
        (cross_one<T>(db), ...);
    }

  private:
    template <class T, class Db>
    static void cross_one(Db& db) {
        shelving<T, Db> one{db};
        one.ask_all();
        one.assign();
    }
};
DATAFLOW_ON_ALL_DATABASES(OperatorsOfArrays);

TEST_P(OperatorsOfArrays, Numbers) {
    cross_all<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint32_t, float, double,
              Level>();
}
TEST_P(OperatorsOfArrays, ExactNumbers) {
    cross_all<df::decimal<4, 1>, df::decimal<18, 18>, std::chrono::microseconds, std::chrono::hours, Grams>();
}
TEST_P(OperatorsOfArrays, Others) {
    cross_all<std::string, df::timestamp, df::date, df::uuid, shade, named, Code>();
}

} // namespace
