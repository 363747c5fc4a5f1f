// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace northwind_sqlite {

namespace df = dataflow;

struct Category;
struct CustomerCustomerDemo;
struct CustomerDemographic;
struct Customer;
struct EmployeeTerritory;
struct Employee;
struct OrderDetail;
struct OrderSubtotal;
struct Order;
struct Product;
struct ProductsByCategory;
struct QuarterlyOrder;
struct Region;
struct Shipper;
struct Supplier;
struct Territory;

// Categories
struct Category {
    df::id<Category> category_id{};
    std::optional<std::string> category_name{};
    std::optional<std::string> description{};
    std::optional<df::bytes> picture{};

    static constexpr auto dataflow = df::options{
        .table = "Categories",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"category_id", "CategoryID"}),
        .key = df::key("category_id"),
        .timestamps = false};
};

// CustomerCustomerDemo
struct CustomerCustomerDemo {
    df::id<Customer, std::string> customer_id{};
    df::id<CustomerDemographic, std::string> customer_type_id{};

    static constexpr auto dataflow = df::options{
        .table = "CustomerCustomerDemo",
        .columns = df::columns({"customer_id", "CustomerID"},
                               {"customer_type_id", "CustomerTypeID"}),
        .key = df::key("customer_id", "customer_type_id"),
        .timestamps = false};
};

// CustomerDemographics
struct CustomerDemographic {
    df::id<CustomerDemographic, std::string> customer_type_id{};
    std::optional<std::string> customer_desc{};

    static constexpr auto dataflow = df::options{
        .table = "CustomerDemographics",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"customer_type_id", "CustomerTypeID"}),
        .key = df::key("customer_type_id"),
        .timestamps = false};
};

// Customers
struct Customer {
    df::id<Customer, std::string> customer_id{};
    std::optional<std::string> company_name{};
    std::optional<std::string> contact_name{};
    std::optional<std::string> contact_title{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> region{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> country{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};

    static constexpr auto dataflow = df::options{
        .table = "Customers",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"customer_id", "CustomerID"}),
        .key = df::key("customer_id"),
        .timestamps = false};
};

// EmployeeTerritories
struct EmployeeTerritory {
    df::id<Employee> employee_id{};
    df::id<Territory, std::string> territory_id{};

    static constexpr auto dataflow = df::options{
        .table = "EmployeeTerritories",
        .columns = df::columns({"employee_id", "EmployeeID"}, {"territory_id", "TerritoryID"}),
        .key = df::key("employee_id", "territory_id"),
        .timestamps = false};
};

// Employees
struct Employee {
    df::id<Employee> employee_id{};
    std::optional<std::string> last_name{};
    std::optional<std::string> first_name{};
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

    static constexpr auto dataflow = df::options{
        .table = "Employees",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"employee_id", "EmployeeID"}),
        .key = df::key("employee_id"),
        .timestamps = false};
};

// Order Details
// CHECK ([Discount]>=(0) AND [Discount]<=(1))
struct OrderDetail {
    df::id<Order> order_id{};
    df::id<Product> product_id{};
    df::decimal<18, 6> unit_price = df::decimal<18, 6>{"0"};
    std::int64_t quantity = 1;
    double discount = 0.0;

    static constexpr auto dataflow = df::options{
        .table = "Order Details",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"order_id", "OrderID"}, {"product_id", "ProductID"}),
        .key = df::key("order_id", "product_id"),
        .timestamps = false,
        .checks = df::checks(df::check("check_1", df::column("quantity") > 0),
                             df::check("check_2", df::column("unit_price") >= 0))};
};

// Order Subtotals
// it is a view
struct OrderSubtotal {
    std::optional<std::int64_t> order_id{};
    std::optional<double> subtotal{};

    static constexpr auto dataflow = df::options{
        .table = "Order Subtotals",
        .read_only = true,
        .naming = df::naming::pascal_case,
        .columns = df::columns({"order_id", "OrderID"})};
};

// Orders
struct Order {
    df::id<Order> order_id{};
    std::optional<df::id<Customer, std::string>> customer_id{};
    std::optional<df::id<Employee>> employee_id{};
    std::optional<df::timestamp> order_date{};
    std::optional<df::timestamp> required_date{};
    std::optional<df::timestamp> shipped_date{};
    std::optional<df::id<Shipper>> ship_via{};
    std::optional<df::decimal<18, 6>> freight = df::decimal<18, 6>{"0"};
    std::optional<std::string> ship_name{};
    std::optional<std::string> ship_address{};
    std::optional<std::string> ship_city{};
    std::optional<std::string> ship_region{};
    std::optional<std::string> ship_postal_code{};
    std::optional<std::string> ship_country{};

    static constexpr auto dataflow = df::options{
        .table = "Orders",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"order_id", "OrderID"}, {"customer_id", "CustomerID"},
                               {"employee_id", "EmployeeID"}),
        .key = df::key("order_id"),
        .timestamps = false};
};

// Products
struct Product {
    df::id<Product> product_id{};
    std::string product_name{};
    std::optional<df::id<Supplier>> supplier_id{};
    std::optional<df::id<Category>> category_id{};
    std::optional<std::string> quantity_per_unit{};
    std::optional<df::decimal<18, 6>> unit_price = df::decimal<18, 6>{"0"};
    std::optional<std::int64_t> units_in_stock = 0;
    std::optional<std::int64_t> units_on_order = 0;
    std::optional<std::int64_t> reorder_level = 0;
    std::string discontinued = "0";

    static constexpr auto dataflow = df::options{
        .table = "Products",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"product_id", "ProductID"}, {"supplier_id", "SupplierID"},
                               {"category_id", "CategoryID"}),
        .key = df::key("product_id"),
        .timestamps = false,
        .checks = df::checks(df::check("check_1", df::column("reorder_level") >= 0),
                             df::check("check_2", df::column("unit_price") >= 0),
                             df::check("check_3", df::column("units_in_stock") >= 0),
                             df::check("check_4", df::column("units_on_order") >= 0))};
};

// Products by Category
// it is a view
struct ProductsByCategory {
    std::optional<std::string> category_name{};
    std::optional<std::string> product_name{};
    std::optional<std::string> quantity_per_unit{};
    std::optional<std::int64_t> units_in_stock{};
    std::optional<std::string> discontinued{};

    static constexpr auto dataflow = df::options{
        .table = "Products by Category",
        .read_only = true,
        .naming = df::naming::pascal_case};
};

// Quarterly Orders
// it is a view
struct QuarterlyOrder {
    std::optional<std::string> customer_id{};
    std::optional<std::string> company_name{};
    std::optional<std::string> city{};
    std::optional<std::string> country{};

    static constexpr auto dataflow = df::options{
        .table = "Quarterly Orders",
        .read_only = true,
        .naming = df::naming::pascal_case,
        .columns = df::columns({"customer_id", "CustomerID"})};
};

// Regions
struct Region {
    df::id<Region> region_id{};
    std::string region_description{};

    static constexpr auto dataflow = df::options{
        .table = "Regions",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"region_id", "RegionID"}),
        .key = df::key("region_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// Shippers
struct Shipper {
    df::id<Shipper> shipper_id{};
    std::string company_name{};
    std::optional<std::string> phone{};

    static constexpr auto dataflow = df::options{
        .table = "Shippers",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"shipper_id", "ShipperID"}),
        .key = df::key("shipper_id"),
        .timestamps = false};
};

// Suppliers
struct Supplier {
    df::id<Supplier> supplier_id{};
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
    std::optional<std::string> home_page{};

    static constexpr auto dataflow = df::options{
        .table = "Suppliers",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"supplier_id", "SupplierID"}),
        .key = df::key("supplier_id"),
        .timestamps = false};
};

// Territories
struct Territory {
    df::id<Territory, std::string> territory_id{};
    std::string territory_description{};
    df::id<Region> region_id{};

    static constexpr auto dataflow = df::options{
        .table = "Territories",
        .naming = df::naming::pascal_case,
        .columns = df::columns({"territory_id", "TerritoryID"}, {"region_id", "RegionID"}),
        .key = df::key("territory_id"),
        .timestamps = false};
};

using database = df::database<Category, CustomerCustomerDemo, CustomerDemographic, Customer,
                              EmployeeTerritory, Employee, OrderDetail, OrderSubtotal, Order,
                              Product, ProductsByCategory, QuarterlyOrder, Region, Shipper,
                              Supplier, Territory>;

} // namespace northwind_sqlite
