// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace northwind_postgres {

namespace df = dataflow;

struct Category;
struct CustomerCustomerDemo;
struct CustomerDemographic;
struct Customer;
struct EmployeeTerritory;
struct Employee;
struct OrderDetail;
struct Order;
struct Product;
struct Region;
struct Shipper;
struct Supplier;
struct Territory;
struct UsState;

// categories
struct Category {
    std::int64_t category_id{};
    std::string category_name{};
    std::optional<std::string> description{};
    std::optional<df::bytes> picture{};

    static constexpr auto dataflow = df::options{.key = df::key("category_id"), .timestamps = false};
};

// customer_customer_demo
struct CustomerCustomerDemo {
    df::id<Customer, std::string> customer_id{};
    df::id<CustomerDemographic, std::string> customer_type_id{};

    static constexpr auto dataflow = df::options{
        .table = "customer_customer_demo",
        .key = df::key("customer_id", "customer_type_id"),
        .timestamps = false};
};

// customer_demographics
struct CustomerDemographic {
    df::id<CustomerDemographic, std::string> customer_type_id{};
    std::optional<std::string> customer_desc{};

    static constexpr auto dataflow = df::options{
        .key = df::key("customer_type_id"),
        .timestamps = false};
};

// customers
struct Customer {
    df::id<Customer, std::string> customer_id{};
    std::string company_name{};
    std::optional<std::string> contact_name{};
    std::optional<std::string> contact_title{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> region{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> country{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};

    static constexpr auto dataflow = df::options{.key = df::key("customer_id"), .timestamps = false};
};

// employee_territories
struct EmployeeTerritory {
    df::id<Employee> employee_id{};
    df::id<Territory, std::string> territory_id{};

    static constexpr auto dataflow = df::options{
        .key = df::key("employee_id", "territory_id"),
        .timestamps = false};
};

// employees
struct Employee {
    std::int64_t employee_id{};
    std::string last_name{};
    std::string first_name{};
    std::optional<std::string> title{};
    std::optional<std::string> title_of_courtesy{};
    std::optional<df::date> birth_date{};
    std::optional<df::date> hire_date{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> region{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> country{};
    std::optional<std::string> home_phone{};
    std::optional<std::string> extension{};
    std::optional<df::bytes> photo{};
    std::optional<std::string> notes{};
    std::optional<df::id<Employee>> reports_to{};
    std::optional<std::string> photo_path{};

    static constexpr auto dataflow = df::options{.key = df::key("employee_id"), .timestamps = false};
};

// order_details
struct OrderDetail {
    df::id<Order> order_id{};
    df::id<Product> product_id{};
    float unit_price;
    std::int16_t quantity;
    float discount;

    static constexpr auto dataflow = df::options{
        .key = df::key("order_id", "product_id"),
        .timestamps = false};
};

// orders
struct Order {
    std::int64_t order_id{};
    std::optional<df::id<Customer, std::string>> customer_id{};
    std::optional<df::id<Employee>> employee_id{};
    std::optional<df::date> order_date{};
    std::optional<df::date> required_date{};
    std::optional<df::date> shipped_date{};
    std::optional<df::id<Shipper>> ship_via{};
    std::optional<float> freight{};
    std::optional<std::string> ship_name{};
    std::optional<std::string> ship_address{};
    std::optional<std::string> ship_city{};
    std::optional<std::string> ship_region{};
    std::optional<std::string> ship_postal_code{};
    std::optional<std::string> ship_country{};

    static constexpr auto dataflow = df::options{.key = df::key("order_id"), .timestamps = false};
};

// products
struct Product {
    std::int64_t product_id{};
    std::string product_name{};
    std::optional<df::id<Supplier>> supplier_id{};
    std::optional<df::id<Category>> category_id{};
    std::optional<std::string> quantity_per_unit{};
    std::optional<float> unit_price{};
    std::optional<std::int16_t> units_in_stock{};
    std::optional<std::int16_t> units_on_order{};
    std::optional<std::int16_t> reorder_level{};
    std::int32_t discontinued;

    static constexpr auto dataflow = df::options{.key = df::key("product_id"), .timestamps = false};
};

// region
struct Region {
    std::int64_t region_id{};
    std::string region_description{};

    static constexpr auto dataflow = df::options{
        .table = "region",
        .key = df::key("region_id"),
        .timestamps = false};
};

// shippers
struct Shipper {
    std::int64_t shipper_id{};
    std::string company_name{};
    std::optional<std::string> phone{};

    static constexpr auto dataflow = df::options{.key = df::key("shipper_id"), .timestamps = false};
};

// suppliers
struct Supplier {
    std::int64_t supplier_id{};
    std::string company_name{};
    std::optional<std::string> contact_name{};
    std::optional<std::string> contact_title{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> region{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> country{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};
    std::optional<std::string> homepage{};

    static constexpr auto dataflow = df::options{.key = df::key("supplier_id"), .timestamps = false};
};

// territories
struct Territory {
    df::id<Territory, std::string> territory_id{};
    std::string territory_description{};
    df::id<Region> region_id{};

    static constexpr auto dataflow = df::options{
        .key = df::key("territory_id"),
        .timestamps = false};
};

// us_states
struct UsState {
    std::int64_t state_id{};
    std::optional<std::string> state_name{};
    std::optional<std::string> state_abbr{};
    std::optional<std::string> state_region{};

    static constexpr auto dataflow = df::options{.key = df::key("state_id"), .timestamps = false};
};

using database = df::database<Category, CustomerCustomerDemo, CustomerDemographic, Customer,
                              EmployeeTerritory, Employee, OrderDetail, Order, Product, Region,
                              Shipper, Supplier, Territory, UsState>;

} // namespace northwind_postgres
