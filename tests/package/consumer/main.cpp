#include <amaneku/mesh_code.hpp>

#include <cstdio>

/// Prints the half mesh of a place: 533935992.
int main() {
    const auto code = amaneku::MeshCode::encode(35.658581, 139.745433, amaneku::MeshLevel::half);
    if (!code) return 1;
    std::puts(code->text().c_str());
    return 0;
}
