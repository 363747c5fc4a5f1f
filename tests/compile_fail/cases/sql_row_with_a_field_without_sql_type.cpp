// expect: a_field_type_has_no_sql_type<Row
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

struct Row {
    std::vector<std::vector<long double>> tags;
};

#ifdef MISTAKE
auto wanted() { return df::sql<"select tags from t", Row>(); }
#else
auto wanted() { return df::sql<"select tags from t", std::string>(); }
#endif
