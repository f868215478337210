#include "app/commands.hpp"
namespace amaneku::app {
void add_fetch_command(CLI::App&, Action&) {}
}
