// expect: a_model_without_soft_delete_has_no_deleted_at<City>
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/soft_delete.hpp>

namespace df = dataflow;

struct City {
    df::id<City> id{};
};
struct Note {
    df::id<Note> id{};

    static constexpr auto dataflow = df::options{.soft_delete = true};
};

#ifdef MISTAKE
auto wanted() { return df::list<City>().where(df::deleted_at<City> > df::timestamp{}); }
#else
auto wanted() { return df::only_deleted(df::list<Note>().where(df::deleted_at<Note> > df::timestamp{})); }
#endif
