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
using meaning = std::function<bool(const shelf_places&)>;
/// What is asked of the elements of one place.
using of_elements = std::function<bool(const elements&)>;

/// The rows of a shelf and what questions of them mean, whatever the type of the elements.
class known_shelves {
  public:
    known_shelves(std::string name, comparisons compared)
        : name_(std::move(name)), compared_(std::move(compared)) {
        const int last = static_cast<int>(compared_.size()) - 1;
        lists_ = {{}, {0}, {last}, {0, last}, {last, 0}, {0, 0}, {1, 1, 1}};
        elements every;
        for (int i = 0; i <= last; ++i) every.push_back(i), lists_.push_back({i, (i + 1) % (last + 1)});
        lists_.push_back(every);
        lists_.emplace_back(every.rbegin(), every.rend());
        for (std::size_t i = 0; i < lists_.size(); ++i)
            for (const std::size_t j : {i, (i + 1) % lists_.size(), (i * 7 + 3) % lists_.size()}) {
                shelf_places p{lists_[i],
                               lists_[j],
                               lists_[j],
                               {static_cast<int>(i) % (last + 1), static_cast<int>(j) % (last + 1)}};
                if (j % 4 == 1) p.m.reset();
                if (i % 2 == 0) p.n.insert(p.n.begin() + static_cast<std::ptrdiff_t>(p.n.size() / 2), -1);
                rows_.push_back(p);
            }
    }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<shelf_places>& rows() const { return rows_; }
    [[nodiscard]] const std::vector<elements>& lists() const { return lists_; }

    static meaning a(of_elements is) {
        return [=](const shelf_places& p) { return is(p.a); };
    }
    static meaning m(of_elements is) {
        return [=](const shelf_places& p) { return p.m && is(*p.m); };
    }
    static meaning n(of_elements is) {
        return [=](const shelf_places& p) { return is(p.n); };
    }
    static meaning f(of_elements is) {
        return [=](const shelf_places& p) { return is(p.f); };
    }
    static meaning opposite(meaning of) {
        return [=](const shelf_places& p) { return !of(p); };
    }

    [[nodiscard]] of_elements any_of(elements which) const {
        return [=, this](const elements& e) {
            return std::any_of(e.begin(), e.end(), [&](int i) {
                return std::any_of(which.begin(), which.end(), [&](int s) { return equal(i, s); });
            });
        };
    }
    [[nodiscard]] of_elements same_as(elements list) const {
        return [=, this](const elements& e) { return same(e, list); };
    }
    [[nodiscard]] meaning a_is_m() const {
        return [this](const shelf_places& p) { return p.m && same(p.a, *p.m); };
    }
    [[nodiscard]] static of_elements size_is(int size) {
        return [size](const elements& e) { return static_cast<int>(e.size()) == size; };
    }
    [[nodiscard]] static of_elements smaller_than(int size) {
        return [size](const elements& e) { return static_cast<int>(e.size()) < size; };
    }

    void compare(const std::string& what, const std::vector<answer>& found, const meaning& means) const {
        ASSERT_EQ(found.size(), rows_.size()) << name_ << what;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            if (found[i].held != (means(rows_[i]) ? 1 : 2)) {
                ADD_FAILURE() << name_ << what << ", row " << i << ": the database says " << found[i].held
                              << " (1 true, 2 false, 0 neither)";
                return;
            }
    }
    template <class P>
    void ask(asker& of, const std::string& what, const P& p, const meaning& means) const {
        try {
            compare(what, of(p), means);
        } catch (const df::error& e) {
            ADD_FAILURE() << name_ << what << ": " << e.what();
        }
    }

  private:
    [[nodiscard]] bool equal(int x, int y) const {
        return x >= 0 && y >= 0 && holds(op::eq, x, y, compared_);
    }
    [[nodiscard]] bool same(const elements& x, const elements& y) const {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                          [&](int i, int j) { return (i < 0 && j < 0) || equal(i, j); });
    }

    std::string name_;
    comparisons compared_;
    std::vector<elements> lists_;
    std::vector<shelf_places> rows_;
};

template <class T, class Db>
class shelving {
  public:
    using row = Shelf<T>;
    static constexpr auto a = field<&row::a>;
    static constexpr auto m = field<&row::m>;
    static constexpr auto n = field<&row::n>;
    static constexpr auto f = field<&row::f>;

    explicit shelving(Db& db)
        : db_(db), samples_(kind<T>::samples()),
          known_("array of " + std::string{kind<T>::name} + ": ", compared<T>(samples_)),
          ask_(df::schema::table_of<row>, questions_of(db)) {
        std::vector<row> all;
        for (const auto& p : known_.rows()) {
            row one{{}, values(p.a), {}, {}, {sample(p.f[0]), sample(p.f[1])}};
            if (p.m) one.m = values(*p.m);
            for (const int i : p.n)
                one.n.push_back(i < 0 ? std::optional<T>{} : samples_[static_cast<std::size_t>(i)]);
            all.push_back(one);
        }
        db_.run(df::bulk_create(all));
    }

    void ask_all() {
        const auto& k = known_;
        for (int s = 0; s < static_cast<int>(samples_.size()); ++s) {
            const T v = sample(s);
            const auto it = k.any_of({s});
            const auto what = " contains sample " + std::to_string(s);
            ask("a" + what, a.contains(v), k.a(it));
            ask("m" + what, m.contains(v), k.m(it));
            ask("n" + what, n.contains(v), k.n(it));
            ask("f" + what, f.contains(v), k.f(it));
        }
        for (const std::size_t step : {1U, 2U, 100U}) {
            std::vector<T> some;
            elements which;
            for (std::size_t s = step - 1; s < samples_.size(); s += step)
                some.push_back(samples_[s]), which.push_back(static_cast<int>(s));
            const auto any = k.any_of(which);
            const auto what = " has any of " + std::to_string(which.size());
            ask("a" + what, a.any_of(some), k.a(any));
            ask("m" + what, m.any_of(some), k.m(any));
            ask("n" + what, n.any_of(some), k.n(any));
            ask("f" + what, f.any_of(some), k.f(any));
        }
        for (const auto& list : k.lists()) {
            const auto v = values(list);
            std::string what = " [";
            for (const int i : list) what += " " + std::to_string(i);
            what += " ]";
            const auto same = k.same_as(list);
            ask("a ==" + what, a == v, k.a(same));
            ask("a !=" + what, a != v, k.opposite(k.a(same)));
            ask("m ==" + what, m == v, k.m(same));
            ask("m !=" + what, m != std::optional{v}, k.opposite(k.m(same)));
            std::vector<std::optional<T>> w;
            elements in_n = list;
            for (const auto& x : v) w.emplace_back(x);
            w.emplace_back();
            in_n.push_back(-1);
            ask("n ==" + what + " and NULL", n == w, k.n(k.same_as(in_n)));
            if (list.size() != 2) continue;
            const std::array<T, 2> two{v[0], v[1]};
            ask("f ==" + what, f == two, k.f(same));
        }
        const meaning there = [](const shelf_places& p) { return p.m.has_value(); };
        ask("a == m", a == m, k.a_is_m());
        ask("a != m", a != m, k.opposite(k.a_is_m()));
        ask("m == m", m == m, [](const shelf_places&) { return true; });
        ask("m is null", m.is_null(), k.opposite(there));
        ask("m is not null", m.not_null(), there);
        for (const int size : {0, 1, 2, 3, 4}) {
            const auto what = std::to_string(size);
            ask("size of a == " + what, a.size() == size, k.a(k.size_is(size)));
            ask("size of m < " + what, m.size() < size, k.m(k.smaller_than(size)));
            ask("size of m != " + what, m.size() != size, k.opposite(k.m(k.size_is(size))));
            ask("size of n in " + what, n.size().in({size, size + 2}), [&](const shelf_places& p) {
                return static_cast<int>(p.n.size()) == size || static_cast<int>(p.n.size()) == size + 2;
            });
            ask("size of f >= " + what, f.size() >= size, k.opposite(k.f(k.smaller_than(size))));
        }
        ask("size of a - 1 == size of m", a.size() - 1 == m.size(),
            [](const shelf_places& p) { return p.m && p.a.size() == p.m->size() + 1; });
        ask("size of m is null", m.size() == std::nullopt, k.opposite(there));
    }
    void assign() {
        const meaning all = [](const shelf_places&) { return true; };
        db_.run(df::bulk_update<row>(df::everything, m = a));
        ask("m = a", m == a, all);
        for (const auto& list : known_.lists()) {
            const auto v = values(list);
            db_.run(df::bulk_update<row>(df::everything, a = v, m = v));
            ask("a = m = a list", a == v && m == a, all);
            const auto found = db_.run(df::list<row>().limit(1)).records.at(0);
            expect(found.a.size() == list.size(), known_.name());
            for (std::size_t i = 0; i < list.size(); ++i)
                expect(kind<T>::compare(found.a.at(i), v[i]) == 0, known_.name());
        }
        db_.run(df::bulk_update<row>(df::everything, m = std::nullopt));
        ask("m = nullopt", m == std::nullopt, all);
    }

  private:
    [[nodiscard]] T sample(int i) const { return samples_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] std::vector<T> values(const elements& list) const {
        std::vector<T> out;
        for (const int i : list) out.push_back(sample(i));
        return out;
    }
    template <class P>
    void ask(const std::string& what, const P& p, const meaning& means) {
        known_.ask(ask_, what, p, means);
    }

    Db& db_;
    std::vector<T> samples_;
    known_shelves known_;
    asker ask_;
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
