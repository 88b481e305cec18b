import "./elements/app.js";
import { connect } from "./connection.js";

connect();
