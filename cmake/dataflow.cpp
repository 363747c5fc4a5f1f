// The program `dataflow`.
#include <dataflow/tool/main.hpp>
#include <dataflow/version.hpp>

#include <iostream>

int main(int count, char** arguments) {
    return dataflow::tool::run(count, arguments, dataflow::version, std::cout, std::cerr);
}
