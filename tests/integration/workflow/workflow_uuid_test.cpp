// Records whose keys are UUIDs: on the wires of a workflow, and in lists that are read page by page.
#include "support/fixture.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace uuid_wires {

namespace df = dataflow;

struct Parcel {
    df::id<Parcel, df::uuid> id{};
    std::string label{};
    std::optional<df::uuid> batch{};
};
struct Scan {
    df::id<Scan> id{};
    df::id<Parcel, df::uuid> parcel{};
};
struct Given {
    std::string label{};
    std::optional<df::uuid> batch{};
};

} // namespace uuid_wires

namespace {

using namespace uuid_wires;
using namespace df::literals;
using df::field;

class UuidKeys : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(UuidKeys);

TEST_P(UuidKeys, GoAlongWires) {
    df::database<Parcel, Scan> db{url()};
    const auto flow = df::workflow<Given>(        //
        df::node<"parcel">(df::create<Parcel>()), //
        df::node<"scan">(df::create<Scan>()),     //
        df::node<"read">(df::read<Parcel>()),     //
        df::wire<"input.label", "parcel.label">,  //
        df::wire<"input.batch", "parcel.batch">,  //
        df::wire<"parcel.id", "scan.parcel">,     //
        df::wire<"scan.parcel", "read.id">);
    const auto batch = *df::parse_uuid("0f0e0d0c-0b0a-4908-8706-050403020100");
    const auto done = db.run(flow, Given{"a", batch});
    EXPECT_EQ(done["scan"_n].parcel, done["parcel"_n].id);
    EXPECT_EQ(done["read"_n].label, "a");
    EXPECT_EQ(done["read"_n].batch, batch);
    EXPECT_EQ(db.run(flow, Given{"b", {}})["read"_n].batch, std::nullopt);
}

TEST_P(UuidKeys, ArePartOfACursor) {
    df::database<Parcel> db{url()};
    std::vector<Parcel> parcels(11);
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        parcels[i].label = std::string(1, static_cast<char>('a' + i % 2));
        if (i % 3 != 0) parcels[i].batch = df::uuid{{static_cast<unsigned char>(i % 3)}};
    }
    db.run(df::bulk_create(parcels));
    const auto walk = [&](const auto& list) {
        std::set<std::string> found;
        auto page = db.run(list);
        for (;;) {
            for (const auto& p : page) EXPECT_TRUE(found.insert(df::uuid_text(p.id.value)).second);
            if (!page.next) break;
            page = db.run(list.after(df::cursor::parse(page.next->text())));
        }
        EXPECT_EQ(found.size(), parcels.size());
    };
    walk(df::list<Parcel>().limit(3));
    walk(df::list<Parcel>().order_by(field<&Parcel::batch>, df::desc(field<&Parcel::label>)).limit(3));
}

} // namespace
