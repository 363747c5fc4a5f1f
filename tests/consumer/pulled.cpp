// Works with the structs that the build has pulled from a database.
#include "shop.hpp"

#include <iostream>

int main(int count, char** arguments) {
    namespace df = dataflow;
    if (count != 2) return 2;
    shop::database db{df::open_options{.url = arguments[1], .existing_schema_mode = true}};
    const auto ann = db.run(df::create(shop::Customer{.name = "Ann"}));
    db.run(df::create(shop::Order{.customer = ann.id, .total = 7}));
    for (const auto& order : db.run(df::list<shop::Order>()).records) std::cout << order.total << '\n';
    return db.run(df::count<shop::Order>()) == 1 ? 0 : 1;
}
